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
    disabled_because  text,
    next_file_at      timestamptz not null default '1970-01-01T00:00:00Z',
    files             bigint not null default 0
);
comment on table destination_run is 'Whether a destination is in use; read under a lock by the guard, apart from its definition. For files also when the next one may be planned and how many there were; its lock lets one file be planned at a time.';
comment on column destination_run.disabled_because is 'What the other side said when it wanted no more (410). Taken back by hand or by a changed definition.';

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

alter table contact add column phones text[] not null default '{}';

alter table delivery add column kind text not null default 'smtp';
alter table delivery add column audience text not null default '';
alter table delivery add column effective_time timestamptz not null default '1970-01-01T00:00:00Z';
alter table delivery add column cause text not null default 'OTHER';
alter table delivery alter column kind drop default;
alter table delivery alter column audience drop default;
alter table delivery alter column effective_time drop default;
alter table delivery alter column cause drop default;
alter table delivery add constraint kind_is_known check (kind in ('smtp', 'webhook'));
comment on column delivery.kind is 'The type of the destination: mails and webhooks are worked on apart.';
comment on column delivery.effective_time is 'From when the entry or exit is true. Part of the id: a feed restored to an earlier point uses sequences again, but not for the same instant.';
comment on column delivery.address is 'Where it was sent: an e-mail address, or the URL of a webhook.';
drop index delivery_due;
create index delivery_due on delivery (kind, next_attempt_at, bucket) where next_attempt_at is not null;

create table membership (
    bucket           smallint not null,
    profile_id       uuid not null,
    workspace        text not null,
    audience         text not null,
    member           boolean not null,
    since            timestamptz not null,
    sequence         bigint not null,
    profile_version  bigint not null,
    primary key (bucket, profile_id, workspace, audience),
    constraint bucket_is_in_range check (bucket between 0 and 1023)
);
comment on table membership is 'What the feed of memberships said last about a profile and an audience. A projection.';
create index membership_of_audience on membership (workspace, audience) where member;

create table list_entry (
    bucket       smallint not null,
    profile_id   uuid not null,
    campaign_id  uuid not null,
    due_at       timestamptz,
    outcome      text,
    primary key (bucket, profile_id, campaign_id),
    constraint bucket_is_in_range check (bucket between 0 and 1023),
    constraint settled_says_how check (due_at is not null or outcome is not null)
);
comment on table list_entry is 'Which profiles a list must look at, and what came of the last look. What is due twice is looked at once: the last state wins.';
create index list_entry_due on list_entry (campaign_id, due_at) where due_at is not null;

create table list_row (
    bucket        smallint not null,
    profile_id    uuid not null,
    campaign_id   uuid not null,
    email_sha256  text not null,
    primary key (bucket, profile_id, campaign_id, email_sha256),
    constraint bucket_is_in_range check (bucket between 0 and 1023),
    constraint hash_is_hexadecimal check (email_sha256 ~ '^[0-9a-f]{64}$')
);
comment on table list_row is 'What stands on the partner''s list, and for whose sake: a hash is added with the first profile that wants it and removed with the last. What was sent is a truth.';
create index list_row_by_hash on list_row (campaign_id, email_sha256);

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
    constraint state_is_known check (state in ('PLANNED', 'WRITTEN')),
    constraint planned_has_a_next_attempt check ((state = 'PLANNED') = (next_attempt_at is not null))
);
comment on table list_file is 'The files. Planned in one transaction with the rows that it holds, then written: who dies in between writes the same bytes under the same name again.';
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
    primary key (destination_id, number, ordinal),
    constraint action_is_known check (action in ('add', 'remove'))
);
comment on table list_change is 'The rows of a planned file, in their order; gone once it is written.';
