package io.onefold.profile.view;

import io.onefold.kit.error.Failure;
import io.onefold.profile.change.ProfileChangeCodec;
import io.onefold.profile.change.Times;
import io.onefold.profile.projection.ProfileRow;
import io.onefold.profile.state.BehaviourKey;
import io.onefold.profile.state.BehaviourValue;
import io.onefold.profile.state.ProfileState;
import io.onefold.profile.state.Span;
import io.onefold.profile.state.Stamp;
import io.onefold.profile.state.SurveyValue;
import io.onefold.profile.state.ThirdPartyValue;
import io.onefold.profile.state.TraitValue;
import io.onefold.proto.profile.v1.Behaviour;
import io.onefold.proto.profile.v1.Profile;
import io.onefold.proto.profile.v1.ProfileResult;
import io.onefold.proto.profile.v1.PropertySum;
import io.onefold.proto.profile.v1.SurveyScore;
import io.onefold.proto.profile.v1.ThirdPartyRow;
import io.onefold.proto.profile.v1.Trait;
import io.onefold.proto.type.v1.Identifier;
import java.time.Instant;
import java.util.List;

/** Writes the view of a profile. */
public final class ProfileCodec {
    private ProfileCodec() {}

    public static Profile write(ProfileView view) {
        ProfileRow row = view.profile();
        ProfileState state = row.state();
        Profile.Builder profile = Profile.newBuilder()
                .setProfileId(row.id().toString())
                .setVersion(row.version())
                .setKnown(row.known())
                .setSessionCount(state.sessions().count())
                .setEventCount(state.eventCount())
                .setEnrichingEventCount(state.enrichingEventCount());
        view.identifiers().forEach(i -> profile.addIdentifiers(identifier(i)));
        state.traits().forEach((name, trait) -> addTrait(profile, name, trait));
        state.consents().entrySet().forEach(c -> profile.addConsents(ProfileChangeCodec.consent(c)));
        view.thirdParty().forEach((stamp, value) -> profile.addThirdParty(thirdParty(stamp, value)));
        state.behaviours().forEach((kind, behaviour) -> profile.addBehaviours(behaviour(kind, behaviour)));
        SurveyValue survey = state.survey();
        if (survey != null) {
            profile.setLatestSurveyScore(survey(survey));
        }
        Span span = state.span();
        if (span != null) {
            profile.setFirstEventTime(Times.timestamp(span.first()));
            profile.setLastEventTime(Times.timestamp(span.last()));
        }
        return profile.build();
    }

    /** A profile, or why there is none. */
    public static ProfileResult write(ProfileViewer.Answer answer) {
        return answer instanceof ProfileViewer.Answer.Refused refused
                ? refused(refused.why())
                : ProfileResult.newBuilder()
                        .setProfile(write(((ProfileViewer.Answer.Found) answer).view()))
                        .build();
    }

    private static ProfileResult refused(Failure why) {
        ProfileResult.Builder result = ProfileResult.newBuilder().setReason(why.reason());
        String candidates = why.metadata().getOrDefault("candidates", "");
        if (!candidates.isEmpty()) {
            result.addAllCandidateProfileIds(List.of(candidates.split(",", -1)));
        }
        return result.build();
    }

    private static Identifier identifier(io.onefold.domain.Identifier identifier) {
        return Identifier.newBuilder()
                .setNamespace(identifier.namespace())
                .setValue(identifier.value())
                .build();
    }

    private static void addTrait(Profile.Builder profile, String name, TraitValue trait) {
        String json = trait.json();
        if (json != null) {
            profile.addTraits(Trait.newBuilder()
                    .setName(name)
                    .setValue(json)
                    .setEventId(trait.stamp().eventId().toString())
                    .setEventTime(Times.timestamp(trait.stamp().time()))
                    .setSource(trait.source()));
        }
    }

    private static ThirdPartyRow thirdParty(Stamp stamp, ThirdPartyValue value) {
        ThirdPartyRow.Builder row = ThirdPartyRow.newBuilder()
                .setProvider(value.provider())
                .setAttributes(value.attributes())
                .setStartTime(Times.timestamp(stamp.time()))
                .setEventId(stamp.eventId().toString());
        Instant expireTime = value.expireTime();
        return expireTime == null
                ? row.build()
                : row.setExpireTime(Times.timestamp(expireTime)).build();
    }

    private static Behaviour behaviour(BehaviourKey kind, BehaviourValue value) {
        Behaviour.Builder behaviour = Behaviour.newBuilder()
                .setTypeValue(kind.type())
                .setName(kind.name())
                .setChannelValue(kind.channel())
                .setCount(value.count())
                .setFirstTime(Times.timestamp(value.firstTime()))
                .setLastTime(Times.timestamp(value.last().time()))
                .setLastEventId(value.last().eventId().toString())
                .setLastProperties(value.lastProperties());
        value.sums()
                .forEach((property, sum) -> behaviour.addSums(
                        PropertySum.newBuilder().setProperty(property).setSum(sum.toPlainString())));
        return behaviour.build();
    }

    private static SurveyScore survey(SurveyValue survey) {
        return SurveyScore.newBuilder()
                .setScore(survey.score().toPlainString())
                .setEventTime(Times.timestamp(survey.stamp().time()))
                .setEventId(survey.stamp().eventId().toString())
                .build();
    }
}
