-- What identity knows: which records there are, when they were seen, and, derived from that, who is one person.
-- Truths are never derived again; projections can be dropped and derived from the truths and the rules.

create table record (
    bucket             smallint not null,
    record_id          uuid not null,
    workspace          text not null,
    identifier_ids     uuid[] not null,
    minted_profile_id  uuid not null,
    minted_at          timestamptz not null,
    profile_id         uuid,
    version            bigint not null,
    first_seen         timestamptz,
    last_matters       boolean not null,
    primary key (bucket, record_id),
    constraint held_records_have_a_version check (profile_id is null or version > 0)
) with (fillfactor = 85);
comment on table record is 'A distinct set of identifiers that came together. Never deleted, never changed in its truths: record_id, workspace, identifier_ids, minted_profile_id, minted_at. Projections: profile_id, version, first_seen, last_matters.';
comment on column record.identifier_ids is 'Truth. The ids of all its identifiers, also of those that link nobody; record_id is their hash.';
comment on column record.minted_profile_id is 'Truth. The profile id that it was given at first sight; that id resolves for ever to the profile that holds the record now.';
comment on column record.minted_at is 'Truth. The order of minting is (minted_at, record_id).';
comment on column record.profile_id is 'Projection. The profile that holds it; null: no identifier of it is usable.';
comment on column record.version is 'Projection. The change that gave it to this profile; 0 before the first one. Never falls.';
comment on column record.first_seen is 'Projection. Its earliest evidence of a source that does not merely enrich; null without any.';
comment on column record.last_matters is 'Projection. Whether later evidence of it may change a decision: some policy of its component looked at the latest evidence.';

create table evidence (
    bucket      smallint not null,
    record_id   uuid not null,
    source      text not null,
    day         date not null,
    enriching   boolean not null,
    first_time  timestamptz not null,
    last_time   timestamptz not null,
    primary key (bucket, record_id, source, day, enriching),
    constraint spans_do_not_end_before_they_begin check (first_time <= last_time),
    constraint spans_stay_within_their_day check ((first_time at time zone 'UTC')::date = day and (last_time at time zone 'UTC')::date = day)
) with (fillfactor = 85);
comment on table evidence is 'Truth. That a source saw a record on a day, at first_time and at last_time at least. A span only ever widens. Bucket of the record. What a source said while it enriched stays apart from what it said while it did not.';

create table identifier (
    bucket         smallint not null,
    identifier_id  uuid not null,
    workspace      text not null,
    namespace      text not null,
    value          text not null,
    valid          boolean not null,
    holder         uuid,
    candidates     uuid[] not null,
    version        bigint not null,
    primary key (bucket, identifier_id),
    constraint contested_or_held check (holder is null or cardinality(candidates) = 0)
) with (fillfactor = 85);
comment on table identifier is 'The row whose lock serialises decisions: a change is decided under the locks of all linking identifiers of its component, taken in the order of the key. Truths: workspace, namespace, value, valid. Projections: holder, candidates, version.';
comment on column identifier.holder is 'Projection. The profile that it leads to; null when it is contested or links nobody.';
comment on column identifier.candidates is 'Projection. The profiles that claim a contested identifier, by id; empty otherwise.';

create table identifier_record (
    bucket         smallint not null,
    identifier_id  uuid not null,
    record_id      uuid not null,
    record_bucket  smallint not null,
    primary key (bucket, identifier_id, record_id)
);
comment on table identifier_record is 'Projection of record.identifier_ids the other way round: the records that carry an identifier. Bucket of the identifier. Written only under the identifier''s lock when it links.';

create table profile (
    bucket        smallint not null,
    profile_id    uuid not null,
    workspace     text not null,
    record_id     uuid not null,
    record_count  integer not null,
    record_hash   uuid not null,
    version       bigint not null,
    primary key (bucket, profile_id),
    constraint no_records_have_no_hash check (record_count > 0 or (record_count = 0 and record_hash = '00000000-0000-0000-0000-000000000000'))
) with (fillfactor = 85);
comment on table profile is 'Every id that was ever minted, one per record, so that each resolves for ever: to itself while it holds records, else to the profile that holds the record it was minted for. Truths: profile_id, workspace, record_id. Projections: record_count, record_hash (exclusive-or of its record ids), version (of the latest change that named it; never falls).';

create table rule_version (
    workspace     text not null,
    version       bigint not null check (version > 0),
    rules         text not null,
    create_time   timestamptz not null,
    applied_time  timestamptz,
    primary key (workspace, version)
);
comment on table rule_version is 'Truth. Every version of a workspace''s identity rules, as a list of namespaces in YAML; workspace * stands for all that have none of their own. applied_time: when every component had been derived under it; null while that is under way.';

create table erasure (
    erasure_id      uuid primary key,
    number          bigint not null,
    workspace       text not null,
    request_time    timestamptz not null,
    identifier_ids  uuid[] not null,
    changes         bytea[] not null,
    named_ids       uuid[] not null,
    feed_end        text not null,
    create_time     timestamptz not null,
    wiped_time      timestamptz
);
comment on table erasure is 'Truth. Persons who were erased, by ids and keyed hashes. Administrative: small, not distributed. number: its place in the order in which they were done here; changes: what it changed, as the feed has it, for who asks again; named_ids: of the identifiers that changes names in clear; feed_end: the token of the feed when it was done; wiped_time: when no item up to there named an identifier of them; null while one may.';

create index erasure_unwiped on erasure (create_time) where wiped_time is null;

create table tombstone (
    bucket      smallint not null,
    id          uuid not null,
    erasure_id  uuid not null,
    ordinal     bigint not null check (ordinal > 0),
    primary key (bucket, id),
    constraint bucket_is_in_range check (bucket between 0 and 1023)
);
comment on table tombstone is 'Truth. Records that were erased, and identifiers that nobody else had: a sighting of them is not filed unless it was let in after the erasure. ordinal: of the latest erasure that they were part of.';

create table erasure_count (
    one       boolean primary key default true check (one),
    erasures  bigint not null,
    version   bigint not null
);
comment on table erasure_count is 'How many erasures there have been: who decided on what was read before the last one decides anew. version: the highest that one of them gave; what is minted again begins above it, since whoever follows the changes remembers that of the erasure. In one row.';
insert into erasure_count (erasures, version) values (0, 0);
