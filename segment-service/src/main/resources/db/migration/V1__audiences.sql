create table audience (
    id                        uuid primary key,
    workspace                 text not null,
    name                      text collate "C" not null,
    display_name              text not null,
    rule                      bytea not null,
    version                   bigint not null,
    state                     text not null,
    backfilled_profile_count  bigint not null,
    create_time               timestamptz not null,
    begin_time                timestamptz not null,
    missed_changes            boolean not null default false,
    set_aside_count           bigint not null default 0,
    constraint audience_name_is_unique_in_workspace unique (workspace, name),
    constraint state_is_known check (state in ('BACKFILLING', 'LIVE', 'DELETING')),
    constraint versions_begin_at_one check (version >= 1),
    constraint count_is_not_negative check (backfilled_profile_count >= 0)
);
comment on table audience is 'Named rules, each at its present version. Administrative: small, not distributed. The rule is the proto as it was sent. A row in DELETING stays until its members have left: only then is its name free.';
comment on column audience.begin_time is 'Where the workspace''s clock stood when it was created: what is published of it is exact from there on. Falls to the first tick of the workspace''s own clock when that comes later: until then nobody can tell that it has one.';
comment on column audience.missed_changes is 'Its rule could not be read when profiles changed: as soon as it can be, it is filled anew as the next version, since nobody knows what it missed.';
comment on column audience.set_aside_count is 'How many profiles the filling of the present version could not evaluate and has not yet: the rows of filling_poison.';

create table audience_version (
    audience_id  uuid not null,
    version      bigint not null,
    workspace    text not null,
    name         text not null,
    rule         bytea not null,
    create_time  timestamptz not null,
    delete_time  timestamptz,
    primary key (audience_id, version),
    constraint versions_begin_at_one check (version >= 1)
);
comment on table audience_version is 'Every rule that an audience ever had: a truth that is kept when the audience is deleted, since what it published stays. delete_time is the audience''s.';

create table audience_lease (
    audience_id  uuid primary key,
    holder       uuid not null,
    expires_at   timestamptz not null
);
comment on table audience_lease is 'Which replica fills an audience. Only saves work: two that fill the same one write it once.';

create table audience_generation (
    workspace   text primary key,
    generation  bigint not null
);
comment on table audience_generation is 'Rises with every change of a workspace''s audiences. A batch of live changes holds it, by an advisory lock, and commits only at the generation that it evaluated.';
