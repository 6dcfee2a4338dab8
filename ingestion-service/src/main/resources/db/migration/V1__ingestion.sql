-- Ingestion: sources, claims, quarantine, the ledger. The event log itself is the feed (feed_item).

create table workspace (
    id                    text primary key,
    exclusive_namespaces  text not null
);
comment on table workspace is 'Companies or brands. exclusive_namespaces: of which an event may carry one value at most; separated by commas.';

create table source (
    workspace         text not null,
    id                text not null,
    channel           text not null,
    write_key_sha256  text not null constraint write_key_names_one_source unique,
    enriching         boolean not null,
    mapping           text,
    create_time       timestamptz not null,
    primary key (workspace, id)
);
comment on table source is 'Configured origins of events. A source with a mapping (JSLT) sends rows; one that only enriches creates no profile.';

create table claim (
    bucket        smallint not null,
    event_id      uuid not null,
    state         smallint not null,
    record_id     uuid,
    content_hash  bigint not null,
    primary key (bucket, event_id),
    constraint state_is_known check (state between 1 and 3),
    constraint filed_under_a_record check ((state = 1) = (record_id is not null))
);
comment on table claim is 'The first claim of an event id wins, for ever, and says where the event is filed. State 1 filed, 2 quarantined, 3 erased.';

create table quarantined_event (
    bucket        smallint not null,
    event_id      uuid not null,
    workspace     text not null,
    source        text not null,
    message_id    text not null,
    reason        text not null,
    detail        text not null,
    raw           bytea not null,
    receive_time  timestamptz not null,
    after_erasure bigint not null,
    primary key (bucket, event_id)
);
comment on table quarantined_event is 'Events that are kept aside, as they were sent. receive_time is real time. after_erasure: the ordinal of the latest erasure of somebody whom it seems to name; 0: of nobody.';

create table ledger_count (
    bucket     smallint not null,
    workspace  text not null,
    source     text not null,
    outcome    smallint not null,
    reason     text not null,
    events     bigint not null,
    primary key (bucket, workspace, source, outcome, reason),
    constraint outcome_is_known check (outcome between 0 and 5)
);
comment on table ledger_count is 'What became of what was received, counted in the transaction that decided it. Outcome 0 received, 1 accepted, 2 duplicate, 3 quarantined, 4 rejected, 5 conflict. A count is the sum over its buckets, which are those of partitions that the counting transaction has locked anyway.';

create table restore (
    one       boolean primary key default true check (one),
    epoch     bigint not null,
    awaiting  boolean not null
);
comment on table restore is 'The epoch of the feed that was looked at last. awaiting: the store was restored and claims of events that were filed since its backup may be missing; until they are returned nothing is taken in.';

create table lost_event (
    bucket      smallint not null,
    event_id    uuid not null,
    workspace   text not null,
    source      text not null,
    message_id  text not null,
    event_time  timestamptz not null,
    record_id   uuid not null,
    epoch       bigint not null,
    primary key (bucket, event_id)
);
comment on table lost_event is 'Events that were filed downstream and were not in this store any more when it had been restored: their claims were returned, the log and the ledger lack them. epoch: that began with the restore.';
create index lost_event_listing on lost_event (workspace, event_id);
create index lost_event_record on lost_event (record_id);

create table clock_tick (
    workspace  text primary key,
    time       timestamptz not null
);
comment on table clock_tick is 'The last tick: of real time (workspace empty), and of each workspace on a replay clock. Written under the locks of all heads; never falls.';

create table erasure (
    erasure_id         uuid primary key,
    ordinal            bigint not null constraint ordinal_names_one_erasure unique,
    workspace          text not null,
    request_time       timestamptz not null,
    record_ids         uuid[] not null,
    identifier_ids     uuid[] not null,
    namespaces         text[] not null,
    key_hash           text not null,
    consistency_token  text not null,
    told_again         boolean not null,
    create_time        timestamptz not null,
    wiped_time         timestamptz
);
comment on table erasure is 'Truth. Persons who were erased, by keyed hashes of what was theirs. Administrative: small, not distributed. ordinal: its place in their order, which rises over restores too; key_hash: of how the caller named the person; told_again: by a service after this one, since this store had been restored; wiped_time: when nothing of them was left in the log, the claims and the quarantine; null while something may be.';

create index erasure_unwiped on erasure (create_time) where wiped_time is null;

create table tombstone (
    bucket       smallint not null,
    id           uuid not null,
    erasure_id   uuid not null,
    ordinal      bigint not null,
    refuses      boolean not null,
    erased_at    timestamptz not null,
    reopened_at  timestamptz,
    lost_until   timestamptz,
    primary key (bucket, id),
    constraint bucket_is_in_range check (bucket between 0 and 1023),
    constraint only_what_is_shut_is_opened check (refuses or reopened_at is null),
    constraint only_of_records_claims_are_lost check (not refuses or lost_until is null)
);
comment on table tombstone is 'Truth. What was erased, by keyed hash: identifiers that were the person''s alone refuse what carries them, records only mark what is filed under them again.';
comment on column tombstone.lost_until is 'Of a record: the erasure was told again after a restore, and the claims of what was wiped may be gone; what happened up to then is refused.';
comment on column tombstone.reopened_at is 'The event time of the consent that was given anew: from then on the identifier refuses nothing.';
