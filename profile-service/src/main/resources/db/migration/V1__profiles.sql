-- Ownership: a projection of identity's feed, by version.

create table record_owner (
    bucket      smallint not null,
    record_id   uuid not null,
    profile_id  uuid,
    version     bigint not null check (version >= 0),
    erasure     bigint not null default 0 check (erasure >= 0),
    primary key (bucket, record_id)
) with (fillfactor = 80);
comment on table record_owner is 'Projection of identity. Which profile holds a record; null: none (yet). Only a higher version replaces it, so the road by which a change comes does not matter. Its row lock orders everything that happens to the record. Of an erased record the row stays. erasure: the ordinal of the latest erasure that the record was part of, also when it is somebody''s again; nothing is filed under it but what was let in after that one.';

create table identifier_holder (
    bucket         smallint not null,
    identifier_id  uuid not null,
    workspace      text not null,
    namespace      text not null,
    value          text not null,
    profile_id     uuid,
    candidates     uuid[] not null,
    version        bigint not null check (version >= 0),
    primary key (bucket, identifier_id),
    constraint held_or_contested_not_both check (profile_id is null or cardinality(candidates) = 0)
);
comment on table identifier_holder is 'Projection of identity, by bucket of the identifier. Which profile an identifier leads to; candidates when it is contested. Only a higher version replaces it. Of an erased identifier the row stays without namespace and value, so that nothing older brings them back.';

create table former_owner (
    bucket      smallint not null,
    id          uuid not null,
    profile_id  uuid not null,
    primary key (bucket, id, profile_id)
);
comment on table former_owner is 'Truth, of ids and hashes. Which profiles a record or an identifier has left, by bucket of the record or identifier: their items in the feed may still tell of it, and an erasure looks through those and no others.';

-- The truth of this service.

create table timeline (
    bucket      smallint not null,
    record_id   uuid not null,
    event_time  timestamptz not null,
    event_id    uuid not null,
    type        smallint not null,
    name        text not null,
    channel     smallint not null,
    enriching   boolean not null,
    content     smallint not null check (content between 0 and 7),
    payload     bytea not null,
    primary key (bucket, record_id, event_time, event_id)
);
comment on table timeline is 'Truth. Every event, under the record that its claim fixed for ever; a record and an event time are fixed when an event is accepted, so the primary key makes a second filing impossible. Never updated; never moved when profiles merge or split. The payload is the event''s proto; content is the sum of what it states, so that nobody reads it to select: 1 traits of the person, 2 consents, 4 third-party data.';

-- States: projections of the timeline and of ownership. They are rewritten with every batch, so up to a page they stay in their row as they
-- are: compressing them, or moving them out of the row, costs more than it saves.

create table record_state (
    bucket     smallint not null,
    record_id  uuid not null,
    state      bytea not null,
    primary key (bucket, record_id)
) with (fillfactor = 70, toast_tuple_target = 8160);
comment on table record_state is 'Projection of the timeline: the fold of the record''s events. Written under the lock of the record''s owner row.';

create table profile (
    bucket                smallint not null,
    profile_id            uuid not null,
    workspace             text not null,
    version               bigint not null check (version >= 0),
    identity_version      bigint not null check (identity_version >= 0),
    existing              boolean not null,
    known                 boolean not null,
    resolves_to           uuid,
    erased                boolean not null default false,
    event_count           bigint not null,
    enriching_event_count bigint not null,
    last_event_time       timestamptz,
    state                 bytea not null,
    primary key (bucket, profile_id),
    constraint resolves_to_another check (resolves_to <> profile_id),
    constraint the_erased_are_nobody check (not erased or (not existing and resolves_to is null)),
    constraint exists_by_an_event_that_creates check (existing = (event_count > enriching_event_count))
) with (fillfactor = 70, toast_tuple_target = 8160);
comment on table profile is 'Projection. The merge of the states of the profile''s records, each once; kept incrementally, merged anew when a record leaves. version rises by row lock with each change; identity_version is that of the latest change of identity that named the profile. A profile that is no more keeps its row: its id resolves for ever.';

-- Whoever scans one workspace of many does not pass over the others.
create index profile_of_workspace on profile (workspace, bucket, profile_id) where existing;

create table profile_record (
    bucket      smallint not null,
    profile_id  uuid not null,
    record_id   uuid not null,
    primary key (bucket, profile_id, record_id)
);
comment on table profile_record is 'Projection: record_owner the other way round, by bucket of the profile. Written with it under the profile''s lock.';

create table profile_identifier (
    bucket         smallint not null,
    profile_id     uuid not null,
    identifier_id  uuid not null,
    namespace      text not null,
    value          text not null,
    primary key (bucket, profile_id, identifier_id)
);
comment on table profile_identifier is 'Projection: identifier_holder the other way round, by bucket of the profile. Written with it under the profile''s lock.';

create table erasure (
    erasure_id      uuid primary key,
    ordinal         bigint not null check (ordinal > 0),
    workspace       text not null,
    request_time    timestamptz not null,
    profile_ids     uuid[] not null,
    record_ids      uuid[] not null,
    identifier_ids  uuid[] not null,
    namespaces      text[] not null,
    key_hash        text not null,
    feed_end        text not null,
    create_time     timestamptz not null,
    wiped_time      timestamptz
);
comment on table erasure is 'Truth. Persons who were erased, by ids and keyed hashes: told to ingestion and to identity again should their stores lose them. Administrative: small, not distributed. ordinal: its place in the order of the log''s; key_hash: of how the caller named the person; feed_end: the token of the feed when the first partition told it; wiped_time: when no item up to there said anything of them; null while one may.';

create index erasure_unwiped on erasure (create_time) where wiped_time is null;
