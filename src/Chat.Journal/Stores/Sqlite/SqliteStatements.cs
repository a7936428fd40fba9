namespace Chat.Journal.Stores.Sqlite;

/// <summary>The statements; docs/journal.md says why they are enough. All run inside a transaction that the session begins.</summary>
internal static class SqliteStatements
{
    private const string Columns = "(created, deleted, persistence_id, sequence_number, message, manifest, identifier, writer_uuid)";

    /// <summary>?1 created, ?2 id, ?3 number, ?4 message, ?5 manifest, ?6 serializer, ?7 writer.</summary>
    public const string Append = $"insert into journal {Columns} values (?1, 0, ?2, ?3, ?4, ?5, ?6, ?7)";

    /// <summary>The same for an entity's first event: writes nothing where its fence refuses it.</summary>
    public const string AppendFirst =
        $"""
        insert into journal {Columns} select ?1, 0, ?2, ?3, ?4, ?5, ?6, ?7
        where ?3 > coalesce((select max(sequence_number) from journal where persistence_id = ?2), 0)
          and ?3 > coalesce((select max(sequence_number) from snapshot where persistence_id = ?2), 0)
        """;

    /// <summary>?1 id, ?2 number, ?3 created, ?4 snapshot, ?5 manifest, ?6 serializer.</summary>
    public const string SaveSnapshot =
        "insert or replace into snapshot (persistence_id, sequence_number, created, snapshot, manifest, serializer_id) values (?1, ?2, ?3, ?4, ?5, ?6)";

    /// <summary>?1 id.</summary>
    public const string Newest = "select coalesce(max(sequence_number), 0) from journal where persistence_id = ?1";

    /// <summary>?1 id, ?2 from, ?3 to, ?4 how many.</summary>
    public const string ReadEvents =
        """
        select sequence_number, message, manifest, identifier, created, writer_uuid from journal
        where persistence_id = ?1 and sequence_number between ?2 and ?3 and not deleted
        order by sequence_number limit ?4
        """;

    /// <summary>?1 id, ?2 and ?3 numbers, ?4 and ?5 times.</summary>
    public const string FindSnapshot =
        """
        select sequence_number, snapshot, manifest, serializer_id, created from snapshot
        where persistence_id = ?1 and sequence_number between ?2 and ?3 and created between ?4 and ?5
        order by sequence_number desc limit 1
        """;

    /// <summary>?1 id, ?2 and ?3 numbers, ?4 and ?5 times.</summary>
    public const string DeleteSnapshots =
        """
        delete from snapshot
        where persistence_id = ?1 and sequence_number between ?2 and ?3 and created between ?4 and ?5
          and (sequence_number < (select max(sequence_number) from snapshot where persistence_id = ?1)
               or sequence_number < coalesce((select max(sequence_number) from journal where persistence_id = ?1), 0))
        """;

    /// <summary>?1 id, ?2 up to which number, ?3 how many.</summary>
    public const string DeleteEvents =
        """
        delete from journal where ordering in (
            select ordering from journal where persistence_id = ?1 and sequence_number <= ?2
              and sequence_number <= case
                  when coalesce((select max(sequence_number) from snapshot where persistence_id = ?1), 0) >= (select max(sequence_number) from journal where persistence_id = ?1) then ?2
                  else (select max(sequence_number) from journal where persistence_id = ?1) - 1 end
            order by sequence_number limit ?3)
        """;

    /// <summary>?1 id, ?2 up to which number: a newest row that nobody may replay, but whose number no snapshot carries.</summary>
    public const string MarkNewestDeleted =
        """
        update journal set deleted = 1
        where persistence_id = ?1 and sequence_number <= ?2 and not deleted
          and sequence_number = (select max(sequence_number) from journal where persistence_id = ?1)
          and sequence_number > coalesce((select max(sequence_number) from snapshot where persistence_id = ?1), 0)
        """;
}
