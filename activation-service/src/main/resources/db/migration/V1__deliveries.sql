create table activation_state (
    one           boolean primary key default true check (one),
    generation    bigint not null,
    epoch         bigint not null,
    held          boolean not null default false,
    file_version  bigint not null default 0,
    file_digest   uuid,
    constraint a_version_is_of_a_file check ((file_version > 0) = (file_digest is not null))
);
comment on table activation_state is 'What all replicas must agree on, in one row.';
comment on column activation_state.generation is 'Rises with every change of destinations or campaigns: who has read another one reads them anew. What follows from the feeds holds the row while it is written, so that nothing falls between an old and a new file.';
comment on column activation_state.epoch is 'The epoch of the store (feed_origin) that was in force when it was last looked at: another one means that the store was restored.';
comment on column activation_state.file_version is 'The version of the file that is in force, 0 when none has said one. An older file is not taken over: a replica that starts again with it must not undo a newer one.';
comment on column activation_state.file_digest is 'What that file said, so that another one of the same version is noticed.';
comment on column activation_state.held is 'The store was restored and nobody has said what became of what went out since the backup: nothing goes out.';

create table campaign (
    id           uuid primary key,
    workspace    text not null,
    name         text not null,
    definition   text not null,
    update_time  timestamptz not null,
    constraint campaign_name_is_unique_in_workspace unique (workspace, name)
);
comment on table campaign is 'What is sent to whom. Administrative: small, not distributed. The definition is the campaign''s part of the file, as JSON.';

create table campaign_run (
    campaign_id     uuid primary key,
    destination_id  uuid not null,
    kind            text not null,
    running         boolean not null,
    next_bucket     smallint not null default 0,
    constraint next_bucket_is_in_range check (next_bucket between 0 and 1024)
);
comment on table campaign_run is 'Whether a campaign sends at present; read under a lock by the guard, apart from its definition.';
comment on column campaign_run.next_bucket is 'For a list: from which bucket on the members of its audience are not marked yet; 1024: all are. Begins anew when the list wants other people.';

create table campaign_beginning (
    campaign_id  uuid not null,
    partition    smallint not null,
    epoch        bigint not null,
    position     bigint not null,
    primary key (campaign_id, partition)
);
comment on table campaign_beginning is 'Where the feed of memberships stood when a campaign began: what is at that position or below is history to it. A campaign without rows has not begun, for the audiences could not be asked yet.';

create table destination (
    id           uuid primary key,
    workspace    text not null,
    name         text not null,
    definition   text not null,
    update_time  timestamptz not null,
    constraint destination_name_is_unique_in_workspace unique (workspace, name)
);
comment on table destination is 'Where is delivered. Administrative: small, not distributed. The definition is the destination''s part of the file, as JSON; secrets stand in the configuration and not here.';

create table destination_run (
    destination_id    uuid primary key,
    definition        uuid not null,
    disabled_because  text,
    not_before        timestamptz not null default '1970-01-01T00:00:00Z',
    failures          integer not null default 0,
    next_file_at      timestamptz not null default '1970-01-01T00:00:00Z',
    files             bigint not null default 0
);
comment on table destination_run is 'Whether a destination is in use; read under a lock by the guard, apart from its definition. For files also when the next one may be planned and how many there were; its lock lets one file be planned at a time.';
comment on column destination_run.definition is 'Which definition this is about: an answer to an earlier one changes nothing.';
comment on column destination_run.disabled_because is 'What the other side said when it wanted no more (410). Taken back by hand or by a changed definition.';
comment on column destination_run.not_before is 'While the other side does not answer at all, nothing is tried before.';
comment on column destination_run.failures is 'How often in a row it did not answer at all, or a file could not be written.';

create table suppression (
    bucket      smallint not null,
    address_id  uuid not null,
    workspace   text not null,
    reason      text not null,
    source      text not null,
    created_at  timestamptz not null,
    primary key (bucket, address_id),
    constraint bucket_is_in_range check (bucket between 0 and 1023),
    constraint reason_is_known check (reason in ('BOUNCED', 'DO_NOT_CONTACT'))
);
comment on table suppression is 'Addresses to which nothing is sent any more. The id is a hash of workspace and address: this table holds no address.';

create table contact (
    bucket       smallint not null,
    profile_id   uuid not null,
    workspace    text not null,
    version      bigint not null,
    existing     boolean not null,
    resolves_to  uuid,
    emails       text[] not null,
    phones       text[] not null default '{}',
    granted      text[] not null,
    denied       text[] not null,
    first_name   text not null,
    erased       boolean not null default false,
    primary key (bucket, profile_id),
    constraint bucket_is_in_range check (bucket between 0 and 1023),
    constraint erased_is_empty check (not erased or (not existing and resolves_to is null and emails = '{}' and phones = '{}'
        and granted = '{}' and denied = '{}' and first_name = '')),
    constraint what_leads_elsewhere_is_no_more check (resolves_to is null or not existing),
    constraint nobody_leads_to_himself check (resolves_to is null or resolves_to <> profile_id)
) with (fillfactor = 80);
comment on table contact is 'How a profile can be reached and whether it may be. A projection of the feed of profiles; a lower version never overwrites a higher one.';
comment on column contact.erased is 'The person was erased. The row stays, empty and for ever, so that nothing that is late brings anything back, whatever its version; the guard sends nothing, and lists hold nobody, for its sake. An id that was erased is minted for nobody else.';
comment on column contact.granted is 'purpose/channel of each consent that is granted. What is in neither list is unknown, and unknown is no.';
create index contact_led_here on contact (resolves_to) where resolves_to is not null;
-- For following ids from one to the next within one statement, where the bucket of the next is not at hand.
create index contact_by_id on contact (profile_id) where resolves_to is not null;
-- For finding who holds an address that is not to be contacted any more.
create index contact_by_email on contact using gin (emails);

create table absorbed (
    bucket       smallint not null,
    profile_id   uuid not null,
    absorbed_id  uuid not null,
    primary key (bucket, profile_id, absorbed_id)
);
comment on table absorbed is 'Profile ids of which a profile says that they lead to it, and which have not said so themselves yet: partitions are read apart. Afterwards contact.resolves_to tells who is one person now; who was split off again is another person.';

create index absorbed_by_id on absorbed (profile_id);
-- For forgetting what others say of an id that now speaks for itself.
create index absorbed_by_absorbed on absorbed (absorbed_id);

create table delivery (
    bucket           smallint not null,
    delivery_id      uuid not null,
    workspace        text not null,
    campaign_id      uuid not null,
    kind             text not null,
    profile_id       uuid not null,
    profile_version  bigint not null,
    audience         text not null,
    entered          boolean not null,
    effective_time   timestamptz not null,
    cause            text not null,
    sequence         bigint not null,
    state            text not null,
    reason           text,
    attempts         integer not null,
    unreached        integer not null default 0,
    unreached_since  timestamptz,
    attempted_at     timestamptz,
    next_attempt_at  timestamptz,
    message_id       text not null,
    address          text,
    last_error       text,
    erased           boolean not null default false,
    created_at       timestamptz not null,
    updated_at       timestamptz not null,
    primary key (bucket, delivery_id),
    constraint bucket_is_in_range check (bucket between 0 and 1023),
    constraint kind_is_known check (kind in ('smtp', 'webhook')),
    constraint state_is_known check (state in ('PENDING', 'SENDING', 'RETRYING', 'SENT', 'SUPPRESSED', 'DEAD')),
    constraint open_has_a_next_attempt check ((state in ('PENDING', 'SENDING', 'RETRYING')) = (next_attempt_at is not null)),
    constraint only_suppressed_has_a_reason check ((state = 'SUPPRESSED') = (reason is not null)),
    constraint unreached_are_attempts check (unreached between 0 and attempts),
    constraint sent_to_an_address check (erased or state not in ('SENDING', 'SENT') or address is not null),
    constraint erased_is_nameless check (not erased or kind = 'webhook' or address is null),
    constraint sent_was_attempted check (state not in ('SENDING', 'SENT', 'RETRYING') or attempts > 0),
    constraint failed_says_why check (state not in ('RETRYING', 'DEAD') or last_error is not null)
);
comment on table delivery is 'One thing to send to one person. Its id follows from campaign, profile and the sequence and instant of the membership, so that an entry that is read again makes no second one. The bucket is the profile''s.';
comment on column delivery.kind is 'The type of the destination: mails and webhooks are worked on apart.';
comment on column delivery.entered is 'Whether it tells of an entry or of an exit, whatever the campaign says now.';
comment on column delivery.effective_time is 'From when the entry or exit is true. Part of the id: a feed restored to an earlier point uses sequences again, but not for the same instant.';
comment on column delivery.next_attempt_at is 'When it is taken up; for SENDING the end of the lease: whoever holds it longer has crashed.';
comment on column delivery.unreached is 'How many of the attempts handed nothing over, and so do not count; attempts itself only rises, for it tells one attempt from another.';
comment on column delivery.unreached_since is 'Since when no attempt has handed anything over; null: the last one did, or there was none. Moved on while nothing is tried, as while a campaign is paused.';
comment on column delivery.erased is 'The person was erased after it was created: it is history by id, without the address and without what the other side said, which may repeat one. An outcome that comes later is kept without words.';
comment on column delivery.attempted_at is 'When the last attempt began.';
comment on column delivery.message_id is 'The idempotency key that the recipient''s side sees: the same on every attempt.';
comment on column delivery.address is 'Where it was sent: an e-mail address, or the host of a webhook, whose whole URL may hold a secret.';
-- By campaign, so that what belongs to one that is paused, or whose destination is away, is not even looked at.
create index delivery_due on delivery (campaign_id, next_attempt_at, bucket) where next_attempt_at is not null;

create table person_claim (
    bucket       smallint not null,
    profile_id   uuid not null,
    campaign_id  uuid not null,
    delivery_id  uuid not null,
    primary key (bucket, profile_id, campaign_id)
);
comment on table person_claim is 'Once per person: the delivery that a campaign lets through for a profile. Claimed and looked up for all ids that lead to the person at that moment; so whoever is split off later keeps a claim from before.';
-- For letting go of all that a delivery claimed, whoever holds it now.
create index person_claim_by_delivery on person_claim (delivery_id);

create table membership (
    bucket           smallint not null,
    profile_id       uuid not null,
    workspace        text not null,
    audience         text not null,
    member           boolean not null,
    since            timestamptz not null,
    sequence         bigint not null,
    profile_version  bigint not null,
    epoch            bigint not null,
    seen_sequence    bigint not null,
    seen_until       timestamptz not null,
    primary key (bucket, profile_id, workspace, audience),
    constraint bucket_is_in_range check (bucket between 0 and 1023)
);
comment on table membership is 'What the feed of memberships said last about a profile and an audience. A projection.';
comment on column membership.epoch is 'The epoch of the feed that said so. What a feed that is read anew does not say any more is over.';
comment on column membership.seen_sequence is 'The highest sequence ever seen, with seen_until the latest instant: what is not above either is known when it is read again.';
create index membership_of_audience on membership (workspace, audience, bucket, profile_id) where member;

create table membership_partition (
    partition      smallint primary key,
    epoch          bigint not null,
    reading_until  bigint
);
comment on table membership_partition is 'How each partition of the feed of memberships is read.';
comment on column membership_partition.epoch is 'Of the feed, when it was read last: in another one, or without a row, it is read from its beginning, wherever that is noticed.';
comment on column membership_partition.reading_until is 'It is read from its beginning, and up to this position it tells what was: until then the memberships are those of the past.';

create table list_entry (
    bucket       smallint not null,
    profile_id   uuid not null,
    campaign_id  uuid not null,
    on_list      boolean not null default false,
    due_at       timestamptz,
    outcome      text,
    primary key (bucket, profile_id, campaign_id),
    constraint bucket_is_in_range check (bucket between 0 and 1023),
    constraint settled_says_how check (due_at is not null or outcome is not null)
);
comment on table list_entry is 'Which profiles a list must look at, and what came of the last look. What is due twice is looked at once: the last state wins.';
comment on column list_entry.on_list is 'Whether something stands on the list for its sake: those come first, for they may have to be removed.';
create index list_entry_due on list_entry (campaign_id, on_list, due_at) where due_at is not null;

create table list_row (
    bucket        smallint not null,
    profile_id    uuid not null,
    campaign_id   uuid not null,
    email_sha256  text not null,
    told          boolean not null,
    primary key (bucket, profile_id, campaign_id, email_sha256),
    constraint bucket_is_in_range check (bucket between 0 and 1023),
    constraint hash_is_hexadecimal check (email_sha256 ~ '^[0-9a-f]{64}$')
);
comment on table list_row is 'What stands on the partner''s list, and for whose sake: a hash is added with the first profile that wants it and removed with the last. What was sent is a truth.';
comment on column list_row.told is 'False: the file that says so is not written, or is not known to be: it is added again when still wanted, and removed when not.';
create index list_row_by_hash on list_row (campaign_id, email_sha256);
create index list_row_untold on list_row (campaign_id, email_sha256) where not told;

create table list_file (
    destination_id   uuid not null,
    number           bigint not null,
    name             text not null,
    state            text not null,
    rows             integer not null,
    attempts         integer not null,
    next_attempt_at  timestamptz,
    last_error       text,
    created_at       timestamptz not null,
    updated_at       timestamptz not null,
    primary key (destination_id, number),
    constraint state_is_known check (state in ('PLANNED', 'WRITTEN', 'DROPPED')),
    constraint planned_has_a_next_attempt check ((state = 'PLANNED') = (next_attempt_at is not null))
);
comment on table list_file is 'The files. Planned in one transaction with the rows that it holds, then written. One that got stuck is dropped, and what is still wanted is planned anew.';
create unique index list_file_one_at_a_time on list_file (destination_id) where state = 'PLANNED';

create table list_change (
    destination_id  uuid not null,
    number          bigint not null,
    ordinal         integer not null,
    delivery_id     uuid not null,
    action          text not null,
    email_sha256    text not null,
    audience        text not null,
    effective_time  timestamptz not null,
    sequence        bigint not null,
    campaign_id     uuid not null,
    bucket          smallint not null,
    profile_id      uuid not null,
    primary key (destination_id, number, ordinal),
    constraint action_is_known check (action in ('add', 'remove'))
);
comment on table list_change is 'The rows of a planned file, in their order, and the profile that led to each; gone once it is written or dropped.';
