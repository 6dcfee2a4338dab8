package io.onefold.activation.campaign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.onefold.activation.destination.AdAudienceFile;
import io.onefold.activation.destination.Destination;
import io.onefold.activation.destination.Partner;
import io.onefold.activation.destination.Smtp;
import io.onefold.activation.destination.Webhook;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ActivationFileTest {
    private static final String FILE = """
            destinations:
              - {name: hook, workspace: dev, type: webhook, url: "https://shop.example/x", secrets: ["${shop.secret}"]%s}
              - {name: ads, workspace: dev, type: ad_audience_file, directory: google/vip, partner: google%s}
            campaigns:
              - {key: hello, workspace: dev, audience: vip, trigger: entered, purpose: marketing,
                 template: welcome-vip, subject: Hello, from: a@b.example%s}
              - {key: tell, workspace: dev, audience: vip, trigger: exited, destination: hook, purpose: marketing, channel: email%s}
              - {key: list, workspace: dev, audience: vip, trigger: membership, destination: ads, purpose: advertising%s}
            """;

    private static ActivationFile read(String yaml) {
        return ActivationFile.read("test.yaml", yaml, ActivationFileTest::only);
    }

    private static Optional<Destination> only(String workspace, String name) {
        return Smtp.NAME.equals(name) ? Optional.of(new Smtp(workspace)) : Optional.empty();
    }

    private static List<Campaign> campaigns(ActivationFile file) {
        return file.campaigns().stream()
                .map(draft -> ActivationFile.complete(
                        draft,
                        (workspace, name) -> file.destinations().stream()
                                .filter(destination -> destination.name().equals(name))
                                .findFirst()
                                .or(() -> only(workspace, name))))
                .toList();
    }

    private static String refused(String yaml) {
        return String.valueOf(
                assertThrows(IllegalArgumentException.class, () -> read(yaml)).getMessage());
    }

    @Test
    void what_is_absent_has_a_default() {
        ActivationFile file = read(FILE.formatted("", "", "", "", ""));
        Webhook hook = (Webhook) file.destinations().get(0);
        assertEquals("PT15S", hook.timeout());
        assertFalse(hook.allowPrivate());
        assertFalse(hook.acceptHtml());
        AdAudienceFile ads = (AdAudienceFile) file.destinations().get(1);
        assertEquals(Partner.GOOGLE, ads.partner());
        assertEquals(10_000, ads.maxMembers());
        Campaign hello = campaigns(file).get(0);
        assertEquals(Set.of(Cause.EVENT, Cause.LATE, Cause.TIME), hello.causes());
        assertEquals(16, hello.maxAttempts());
        assertEquals(Backoff.DEFAULT, hello.backoff());
        assertEquals(Optional.of("marketing/email"), hello.consent());
        assertTrue(hello.once());
        Campaign tell = campaigns(file).get(1);
        assertEquals(16, tell.maxAttempts());
        assertFalse(tell.once());
        Campaign list = campaigns(file).get(2);
        assertEquals(Optional.of("advertising/ads"), list.consent());
        assertTrue(list.lists("vip", "dev"));
        for (CampaignDraft draft : file.campaigns()) {
            assertEquals(draft, ActivationFile.readStored(ActivationFile.write(draft)));
        }
    }

    @Test
    void triggers_start_on_what_they_are_called_after() {
        List<Campaign> all = campaigns(read(FILE.formatted("", "", "", "", "")));
        assertTrue(all.get(0).startsOn("vip", "dev", true, Cause.EVENT));
        assertFalse(all.get(0).startsOn("vip", "dev", false, Cause.EVENT));
        assertTrue(all.get(1).startsOn("vip", "dev", false, Cause.EVENT));
        assertFalse(all.get(1).startsOn("vip", "dev", true, Cause.EVENT));
        assertFalse(all.get(1).startsOn("vip", "dev", false, Cause.RULE), "an audience that is deleted says nothing");
        assertFalse(all.get(2).startsOn("vip", "dev", true, Cause.EVENT));
    }

    /** Where, what is written there, and what the answer says besides the place. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0 | timeout: PT31S                 | destinations[0] (hook): timeout
            0 | timeout: soon                  | destinations[0] (hook): timeout
            0 | include: [passport]            | destinations[0] (hook): include[0]: one of [EMAIL, PHONE], not passport
            0 | colour: red                    | destinations[0] (hook): unknown field colour
            0 | retries: 3                     | destinations[0] (hook): unknown field retries
            1 | max_members: 10001             | destinations[1] (ads): max_members
            1 | every: PT0S                    | destinations[1] (ads): every
            2 | channel_name: x                | campaigns[0] (hello): unknown field channel_name
            2 | max_attempts: -1               | campaigns[0] (hello): max_attempts
            2 | max_attempts: many             | campaigns[0] (hello): max_attempts
            2 | 'backoff: {first: PT0S, most: PT1S}' | campaigns[0] (hello): backoff: backoff.first
            2 | causes: [NEVER]                | campaigns[0] (hello): causes[0]: one of [EVENT,
            2 | channel: sms                   | campaigns[0] (hello): channel: email for a mail
            2 | destination: nowhere           | campaigns[0] (hello): destination: the workspace has none called nowhere
            3 | subject: Hi                    | campaigns[1] (tell): subject: not with a destination of type webhook
            4 | causes: [EVENT]                | campaigns[2] (list): causes: not with a destination of type ad_audience_file
            4 | once: true                     | campaigns[2] (list): once: not with a destination of type ad_audience_file
            """)
    void what_is_wrong_is_said_with_its_place(int where, String text, String said) {
        Object[] parts = {"", "", "", "", ""};
        parts[where] = ", " + text;
        String message = refused(FILE.formatted(parts));
        assertTrue(message.startsWith("test.yaml: " + said), message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            https://shop.example    | http://shop.example     | url: https (http only with allow_private: true)
            https://shop.example    | https://u:p@shop.example | url: a host, and neither a log-in nor a fragment
            https://shop.example    | 'https://shop example'  | url: not a URL
            ${shop.secret}          | whsec_MTIzNDU2Nzg5MDEyMzQ1Ng== | secrets: name the configuration property
            google/vip              | ../../etc               | directory: a path below
            google/vip              | /etc                    | directory: a path below
            google}                 | bing}                   | partner: one of [GOOGLE, META], not bing
            type: webhook           | type: fax               | type: one of [webhook, ad_audience_file], not fax
            name: hook              | name: smtp              | name: smtp is the mail server
            trigger: membership     | trigger: entered        | trigger: one of [MEMBERSHIP], not ENTERED
            trigger: exited         | trigger: membership     | trigger: one of [ENTERED, EXITED], not MEMBERSHIP
            purpose: advertising    | purpose: none           | purpose: none is for a webhook
            key: list               | key: tell               | campaigns: tell is there more than once
            campaigns:              | campaign:               | unknown field campaign
            'audience: vip, trigger: exited' | 'audience: vip, audience: x, trigger: exited' | Duplicate field
            """)
    void what_must_not_stand_there_is_refused(String right, String wrong, String said) {
        String good = FILE.formatted("", "", "", "", "");
        assertTrue(good.contains(right), right);
        String message = refused(good.replace(right, wrong));
        assertTrue(message.startsWith("test.yaml") && message.contains(said), message);
        assertFalse(message.contains("whsec_MTIz"), "a secret does not belong into a log");
    }

    @Test
    void a_webhook_goes_without_consent_only_without_identifiers() {
        String none = ", include: [email]";
        String file = FILE.replace(
                "purpose: marketing, channel: email%s}\n  - {key: list", "purpose: none%s}\n  - {key: list");
        assertTrue(campaigns(read(file.formatted("", "", "", "", "")))
                .get(1)
                .consent()
                .isEmpty());
        assertTrue(refused(file.formatted(none, "", "", "", "")).contains("channel: must be given"));
    }

    @Test
    void the_development_campaign_greets_who_is_found_by_the_filling_too() throws IOException {
        try (InputStream file =
                Objects.requireNonNull(ActivationFileTest.class.getResourceAsStream("/development-campaigns.yaml"))) {
            ActivationFile read = read(new String(file.readAllBytes(), StandardCharsets.UTF_8));
            Campaign vip = campaigns(read).get(0);
            assertTrue(vip.startsOn("vip", "dev", true, Cause.BACKFILL));
            assertFalse(vip.startsOn("vip", "other", true, Cause.BACKFILL));
            assertFalse(vip.startsOn("vip", "dev", true, Cause.MERGE));
            assertTrue(read.destinations().stream().noneMatch(Webhook.class::isInstance), "nobody listens");
        }
    }

    @Test
    void a_file_may_say_its_version_and_only_what_it_says_counts_for_its_digest() {
        ActivationFile first = read("version: 7\ncampaigns: []\n");
        assertEquals(7, first.version());
        assertEquals(
                first.digest(), read("# A remark.\n{version: 7, campaigns: []}").digest());
        assertFalse(first.digest().equals(read("version: 8\ncampaigns: []").digest()));
        assertEquals(0, read("campaigns: []").version());
        for (String wrong : List.of("0", "-1", "1.5", "seven")) {
            assertTrue(refused("version: " + wrong).contains("version: a whole number from 1 on"), wrong);
        }
    }
}
