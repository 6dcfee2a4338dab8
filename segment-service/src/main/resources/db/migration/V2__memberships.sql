create table standing (
    bucket      smallint not null,
    profile_id  uuid not null,
    workspace   text not null,
    due_at      timestamptz,
    state       bytea not null,
    erased_at   timestamptz,
    primary key (bucket, profile_id),
    constraint bucket_is_in_range check (bucket between 0 and 1023),
    constraint erased_is_empty check (erased_at is null or (due_at is null and state = ''))
) with (fillfactor = 70, toast_tuple_target = 8160);
comment on table standing is 'How a profile stands to every audience: what was published of it, at which version of rule and profile, and when it changes next. One row per profile, since one event moves several audiences. Its lock orders everything that is written and published of the profile.';
comment on column standing.due_at is 'The clock must have passed this for the row to be looked at again without an event. May be earlier than needed, so that the index is not touched with every event; never later. Null: time alone changes nothing.';
comment on column standing.state is 'Written by StandingsCodec; empty in a row that is only a lock.';
comment on column standing.erased_at is 'In real time: the profile''s person was erased. The row stays, empty, for ever: whoever comes with what was before the erasure, by whatever road and at whatever version, meets it under the lock that all of them take, and writes nothing. An id that was erased is minted for nobody else.';
-- For what replicas remember of them.
create index standing_erased on standing (erased_at) where erased_at is not null;

-- A workspace's clock may stand years before another's: what is due by one must not lie among what is due by the other.
create index standing_due on standing (workspace, due_at, profile_id) where due_at is not null;

create table timer_poison (
    bucket        smallint not null,
    profile_id    uuid not null,
    workspace     text not null,
    due_at        timestamptz not null,
    reason        text not null,
    set_aside_at  timestamptz not null,
    attempts      integer not null,
    retry_at      timestamptz not null,
    primary key (bucket, profile_id),
    constraint bucket_is_in_range check (bucket between 0 and 1023),
    constraint attempts_begin_at_one check (attempts >= 1)
);
comment on table timer_poison is 'Written, as the two tables below, under the lock of the profile''s standing: of who is erased nothing is noted. Profiles that could not be looked at when they were due, not even alone: set aside so that neither their partition nor their neighbours wait for them. standing.due_at is then empty, while the state still says when the profile is due: it is looked at again at retry_at, for as long as it fails with longer and longer pauses, and its next event looks at it as well. The row goes when the profile was looked at, or its timer was set anew; while the clock stands before the instant at which it is due, since the tick that found it is not committed, it stays.';
comment on column timer_poison.attempts is 'How often it was looked at, or that was too early.';
comment on column timer_poison.retry_at is 'In real time, as set_aside_at; due_at is by the workspace''s clock.';

create index timer_poison_retry on timer_poison (retry_at);

create table unreadable_profile (
    bucket      smallint not null,
    profile_id  uuid not null,
    workspace   text not null,
    reason      text not null,
    retry_at    timestamptz not null,
    primary key (bucket, profile_id),
    constraint bucket_is_in_range check (bucket between 0 and 1023)
);
comment on table unreadable_profile is 'Profiles that were evaluated as if they had too many events, since theirs could not be read, again and again. At retry_at, in real time, they are read and evaluated for all audiences once more, also when nothing happens to them; the row goes when that is done.';

create index unreadable_profile_retry on unreadable_profile (retry_at);

create table filling_poison (
    bucket            smallint not null,
    profile_id        uuid not null,
    audience_id       uuid not null,
    audience_version  bigint not null,
    workspace         text not null,
    reason            text not null,
    set_aside_at      timestamptz not null,
    primary key (bucket, profile_id, audience_id),
    constraint bucket_is_in_range check (bucket between 0 and 1023)
);
comment on table filling_poison is 'Profiles that a filling could not evaluate, not even alone: set aside so that the others do not wait for them, and tried again once a minute until it can be done.';
create index filling_poison_audience on filling_poison (audience_id, audience_version);

create table membership (
    bucket       smallint not null,
    profile_id   uuid not null,
    audience_id  uuid not null,
    workspace    text not null,
    since        timestamptz not null,
    sequence     bigint not null,
    primary key (bucket, profile_id, audience_id),
    constraint bucket_is_in_range check (bucket between 0 and 1023),
    constraint members_have_entered check (sequence > 0)
);
comment on table membership is 'The members of now, one row each: a projection of what stands in the published log.';

-- A profile id's bucket is its ten highest bits and uuids sort as unsigned bytes, so the order of ids is the order of (bucket, id):
-- the same listing comes out of one index, or of shards by ranges of buckets one after the other.
create index membership_members on membership (audience_id, profile_id) include (since, sequence);

-- Whoever scans one workspace of many does not pass over the others.
create index membership_of_workspace on membership (workspace, bucket, profile_id, audience_id);
