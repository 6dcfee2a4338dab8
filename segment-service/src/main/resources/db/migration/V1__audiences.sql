create table audience (
    id                        uuid primary key,
    workspace                 text not null,
    name                      text not null,
    display_name              text not null,
    rule                      bytea not null,
    state                     text not null,
    backfilled_profile_count  bigint not null,
    create_time               timestamptz not null,
    constraint audience_name_is_unique_in_workspace unique (workspace, name),
    constraint state_is_known check (state in ('BACKFILLING', 'LIVE')),
    constraint count_is_not_negative check (backfilled_profile_count >= 0)
);
comment on table audience is 'Named rules. Administrative: small, not distributed. The rule is the proto as it was sent.';

create table audience_generation (
    workspace   text primary key,
    generation  bigint not null
);
comment on table audience_generation is 'Rises with every change of a workspace''s audiences. A batch of live changes locks it for share and commits only at the generation that it evaluated.';

create table membership (
    bucket           smallint not null,
    profile_id       uuid not null,
    audience_id      uuid not null,
    member           boolean not null,
    since            timestamptz,
    evaluated_at     timestamptz,
    profile_version  bigint not null,
    sequence         bigint not null,
    primary key (bucket, profile_id, audience_id),
    constraint bucket_is_in_range check (bucket between 0 and 1023),
    constraint members_have_entered check (not member or sequence > 0),
    constraint evaluated_or_new check (evaluated_at is not null or (profile_version = 0 and sequence = 0)),
    constraint only_members_have_since check (member or since is null)
);
comment on table membership is 'What was published last of a profile in an audience. Never overwritten by what was computed from a lower version of the profile. A null since of a member: the rule has always held.';
comment on column membership.evaluated_at is 'The instant of the last evaluation: a crossing before it is late. Null in a row that is only a lock so far.';

-- A profile id's bucket is its ten highest bits and uuids sort as unsigned bytes, so the order of ids is the order of (bucket, id):
-- the same listing comes out of one index, or of shards by ranges of buckets one after the other.
create index membership_members on membership (audience_id, profile_id) include (since) where member;
