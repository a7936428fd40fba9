using System.Globalization;

namespace Chat.Journal.Stores.Postgres;

/// <summary>
/// The statements; docs/journal.md says why they are enough. Ids compare by bytes (the columns' collation is "C"). The newest row and
/// the newest snapshot are always read as the first of an index, never by max() or exists(): those become scans while statistics are young.
/// </summary>
internal static class PostgresStatements
{
    /// <summary>
    /// $1 ids and $2 first numbers of the entities; per event $3 which entity (from 1), $4 number, $5 message, $6 manifest, $7 serializer,
    /// $8 created; $9 writer. Answers with the entities that were refused.
    /// </summary>
    public const string Append =
        """
        with owner as materialized (
            select o.n, o.pid,
                   coalesce((select j.sequence_number from journal j where j.persistence_id = o.pid order by j.sequence_number desc limit 1), 0) < o.first
                   and coalesce((select s.sequence_number from snapshot s where s.persistence_id = o.pid order by s.sequence_number desc limit 1), 0) < o.first as free
            from unnest($1::text[], $2::bigint[]) with ordinality as o(pid, first, n)
        ), written as (
            insert into journal (created, deleted, persistence_id, sequence_number, message, manifest, identifier, writer_uuid)
            select e.created, false, owner.pid, e.number, e.message, e.manifest, e.identifier, $9
            from unnest($3::bigint[], $4::bigint[], $5::bytea[], $6::text[], $7::integer[], $8::bigint[]) as e(n, number, message, manifest, identifier, created)
            join owner on owner.n = e.n
            where owner.free
        )
        select n from owner where not free order by n
        """;

    /// <summary>Per snapshot $1 id, $2 number, $3 created, $4 snapshot, $5 manifest, $6 serializer.</summary>
    public const string SaveSnapshots =
        """
        insert into snapshot (persistence_id, sequence_number, created, snapshot, manifest, serializer_id)
        select * from unnest($1::text[], $2::bigint[], $3::bigint[], $4::bytea[], $5::text[], $6::integer[])
        on conflict (persistence_id, sequence_number) do update
        set created = excluded.created, snapshot = excluded.snapshot, manifest = excluded.manifest, serializer_id = excluded.serializer_id
        """;

    /// <summary>
    /// $1 ids. Of each first a row of what stands at its head (the newest number of the rows, and the newest snapshot), then its events
    /// above the snapshot; one more than <paramref name="events"/> where there are more.
    /// </summary>
    public static string Recover(int events) => string.Create(CultureInfo.InvariantCulture,
        $"""
        with head as materialized (
            select w.n, w.pid, s.sequence_number as at, s.snapshot, s.manifest, s.serializer_id, s.created,
                   coalesce((select j.sequence_number from journal j where j.persistence_id = w.pid order by j.sequence_number desc limit 1), 0) as newest
            from unnest($1::text[]) with ordinality as w(pid, n)
            left join lateral (
                select * from snapshot s where s.persistence_id = w.pid order by s.sequence_number desc limit 1
            ) s on true
        )
        select n, newest, at, snapshot, manifest, serializer_id, created, null::text from head
        union all
        select head.n, null, e.sequence_number, e.message, e.manifest, e.identifier, e.created, e.writer_uuid
        from head cross join lateral (
            select * from journal j
            where j.persistence_id = head.pid and j.sequence_number > coalesce(head.at, 0) and not j.deleted
            order by j.sequence_number limit {events + 1}
        ) e
        where head.newest > coalesce(head.at, 0)
        """);

    /// <summary>$1 id, $2 from, $3 to, $4 how many.</summary>
    public const string ReadEvents =
        """
        select sequence_number, message, manifest, identifier, created, writer_uuid from journal
        where persistence_id = $1 and sequence_number between $2 and $3 and not deleted
        order by sequence_number limit $4
        """;

    /// <summary>$1 id, $2 and $3 numbers, $4 and $5 times.</summary>
    public const string FindSnapshot =
        """
        select sequence_number, snapshot, manifest, serializer_id, created from snapshot
        where persistence_id = $1 and sequence_number between $2 and $3 and created between $4 and $5
        order by sequence_number desc limit 1
        """;

    // A row above it, not only at its number: that one another node may be clearing because of this very snapshot.
    private const string CarriedOn =
        """
        (exists (select 1 from snapshot n where n.persistence_id = s.persistence_id and n.sequence_number > s.sequence_number)
         or exists (select 1 from journal j where j.persistence_id = s.persistence_id and j.sequence_number > s.sequence_number))
        """;

    /// <summary>$1 id, $2 and $3 numbers, $4 and $5 times.</summary>
    public const string DeleteSnapshots =
        $"""
        delete from snapshot s
        where s.persistence_id = $1 and s.sequence_number between $2 and $3 and s.created between $4 and $5 and {CarriedOn}
        """;

    /// <summary>$1 ids, $2 up to which number.</summary>
    public const string DeleteSnapshotsOfMany =
        $"""
        delete from snapshot s using unnest($1::text[], $2::bigint[]) as w(pid, upto)
        where s.persistence_id = w.pid and s.sequence_number <= w.upto and {CarriedOn}
        """;

    private const string Bounds =
        """
        with asked as materialized (
            select w.pid, w.upto,
                   coalesce((select j.sequence_number from journal j where j.persistence_id = w.pid order by j.sequence_number desc limit 1), 0) as newest,
                   coalesce((select s.sequence_number from snapshot s where s.persistence_id = w.pid order by s.sequence_number desc limit 1), 0) as at
            from unnest($1::text[], $2::bigint[]) as w(pid, upto)
        )
        """;

    /// <summary>$1 ids, $2 up to which number, $3 how many rows.</summary>
    public const string DeleteEvents =
        $"""
        {Bounds}
        delete from journal where ctid = any (array (
            select j.ctid from asked cross join lateral (
                select ctid from journal j
                where j.persistence_id = asked.pid and j.sequence_number <= case when asked.at >= asked.newest then asked.upto else least(asked.upto, asked.newest - 1) end
                order by j.sequence_number limit $3
            ) j limit $3))
        """;

    /// <summary>$1 ids, $2 up to which number: a newest row that nobody may replay, but whose number no snapshot carries.</summary>
    public const string MarkNewestDeleted =
        $"""
        {Bounds}
        update journal j set deleted = true from asked
        where j.persistence_id = asked.pid and j.sequence_number = asked.newest and asked.newest <= asked.upto and asked.at < asked.newest and not j.deleted
        """;
}
