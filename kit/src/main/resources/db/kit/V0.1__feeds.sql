-- Feeds: what a service offers (feed_*), and where it stands in the feeds that it reads (cursor_*).

create table feed_origin (
    one                boolean primary key default true check (one),
    epoch              bigint not null,
    system_identifier  bigint not null,
    timeline           integer not null,
    restored           text not null
);
comment on table feed_origin is 'The epoch of the feed, and the server on which it began: another server or timeline means a restored store and a new epoch. restored: the word by which the operator said last that it was restored; empty when never.';

create table feed_head (
    partition  smallint primary key,
    position   bigint not null check (position >= 0),
    began_at   bigint not null default 0
);
comment on column feed_head.began_at is 'The position at which the present epoch began: what the feed had told beyond it before is no more in this store.';
comment on table feed_head is 'The last position of each partition. Positions are allocated under the row''s lock in the writing transaction, so commit order is position order, without gaps.';

create table feed_item (
    bucket     smallint not null,
    position   bigint not null,
    workspace  text not null,
    subject    uuid,
    payload    bytea not null,
    -- The position first, unlike everywhere else: a reader asks for what follows a position in sixty-four buckets, and a writer appends.
    primary key (position, bucket)
);
comment on table feed_item is 'Items of the feed. A position is unique in its partition, which is a range of buckets. Without a subject it is a tick of the clock.';

create table feed_clock (
    workspace  text not null,
    partition  smallint not null,
    time       timestamptz not null,
    primary key (workspace, partition)
);
comment on table feed_clock is 'The latest time that each partition carries, for real time (workspace empty) and for each replay clock. Written under the lock of the partition''s head; never falls.';

create table cursor_position (
    upstream   text not null,
    partition  smallint not null,
    epoch      bigint not null,
    position   bigint not null,
    requires   text,
    contains   text,
    primary key (upstream, partition)
);
comment on table cursor_position is 'How far each upstream partition is applied; moved by compare-and-set in the transaction that holds the effect. It counts as progress once the token in requires is satisfied; contains is the token of the feeds before the upstream.';

create table cursor_high (
    upstream   text not null,
    partition  smallint not null,
    position   bigint not null,
    primary key (upstream, partition)
);
comment on table cursor_high is 'The highest position at which a cursor was ever let go: how far an upstream had been read before it began anew. Never falls.';

create table cursor_tick (
    upstream   text not null,
    workspace  text not null,
    partition  smallint not null,
    time       timestamptz not null,
    primary key (upstream, workspace, partition)
);
comment on table cursor_tick is 'The latest tick that came down each upstream partition. An instant has passed when every partition''s tick has.';

create table cursor_lease (
    upstream    text not null,
    lane        smallint not null,
    holder      uuid not null,
    expires_at  timestamptz not null,
    primary key (upstream, lane)
);
comment on table cursor_lease is 'Which replica reads which lane. Only saves work: what protects is the compare-and-set.';

create table cursor_poison (
    upstream   text not null,
    partition  smallint not null,
    epoch      bigint not null,
    position   bigint not null,
    payload    bytea not null,
    reason     text not null,
    set_aside_at timestamptz not null,
    primary key (upstream, partition, epoch, position)
);
comment on table cursor_poison is 'Items that could not be applied even alone: set aside so that neither their partition nor their neighbours wait for them.';
