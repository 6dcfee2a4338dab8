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
    campaign_id  uuid primary key,
    running      boolean not null
);
comment on table campaign_run is 'Whether a campaign sends at present; read under a lock by the guard, apart from its definition.';

create table contact (
    bucket       smallint not null,
    profile_id   uuid not null,
    workspace    text not null,
    version      bigint not null,
    existing     boolean not null,
    resolves_to  uuid,
    emails       text[] not null,
    granted      text[] not null,
    denied       text[] not null,
    first_name   text not null,
    primary key (bucket, profile_id),
    constraint bucket_is_in_range check (bucket between 0 and 1023),
    constraint what_leads_elsewhere_is_no_more check (resolves_to is null or not existing),
    constraint nobody_leads_to_himself check (resolves_to is null or resolves_to <> profile_id)
);
comment on table contact is 'How a profile can be reached and whether it may be. A projection of the feed of profiles; a lower version never overwrites a higher one.';
comment on column contact.granted is 'purpose/channel of each consent that is granted. What is in neither list is unknown, and unknown is no.';
create index contact_led_here on contact (resolves_to) where resolves_to is not null;
-- For following ids from one to the next within one statement, where the bucket of the next is not at hand.
create index contact_by_id on contact (profile_id) where resolves_to is not null;

create table absorbed (
    bucket       smallint not null,
    profile_id   uuid not null,
    absorbed_id  uuid not null,
    primary key (bucket, profile_id, absorbed_id)
);
comment on table absorbed is 'Profile ids that ever led to a profile; kept after a split, so that a person is not greeted again under an older id.';

create index absorbed_by_id on absorbed (profile_id);

create table delivery (
    bucket           smallint not null,
    delivery_id      uuid not null,
    workspace        text not null,
    campaign_id      uuid not null,
    profile_id       uuid not null,
    profile_version  bigint not null,
    sequence         bigint not null,
    state            text not null,
    reason           text,
    attempts         integer not null,
    next_attempt_at  timestamptz,
    message_id       text not null,
    address          text,
    last_error       text,
    created_at       timestamptz not null,
    updated_at       timestamptz not null,
    primary key (bucket, delivery_id),
    constraint bucket_is_in_range check (bucket between 0 and 1023),
    constraint state_is_known check (state in ('PENDING', 'SENDING', 'RETRYING', 'SENT', 'SUPPRESSED', 'DEAD')),
    constraint open_has_a_next_attempt check ((state in ('PENDING', 'SENDING', 'RETRYING')) = (next_attempt_at is not null)),
    constraint only_suppressed_has_a_reason check ((state = 'SUPPRESSED') = (reason is not null)),
    constraint sent_to_an_address check (state not in ('SENDING', 'SENT') or address is not null),
    constraint sent_was_attempted check (state not in ('SENDING', 'SENT', 'RETRYING') or attempts > 0),
    constraint failed_says_why check (state not in ('RETRYING', 'DEAD') or last_error is not null)
);
comment on table delivery is 'One thing to send to one person. Its id follows from campaign, profile and the sequence of the membership, so that an entry that is read again makes no second one. The bucket is the profile''s.';
comment on column delivery.next_attempt_at is 'When it is taken up; for SENDING the end of the lease: whoever holds it longer has crashed.';
comment on column delivery.message_id is 'The idempotency key that the recipient''s side sees: the same on every attempt.';
create index delivery_due on delivery (next_attempt_at, bucket) where next_attempt_at is not null;

create table person_claim (
    bucket       smallint not null,
    profile_id   uuid not null,
    campaign_id  uuid not null,
    delivery_id  uuid not null,
    primary key (bucket, profile_id, campaign_id)
);
comment on table person_claim is 'Once per person: the delivery that a campaign lets through for a profile. Looked up for all ids of the person.';
