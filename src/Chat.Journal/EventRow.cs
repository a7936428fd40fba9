namespace Chat.Journal;

/// <summary>A row of the table <c>journal</c>: one event.</summary>
/// <param name="Created">Ticks of the UTC time, as Akka.Persistence.Sql writes them.</param>
/// <param name="Message">Null where the row only keeps its number.</param>
internal readonly record struct EventRow(long SequenceNr, byte[]? Message, string Manifest, int SerializerId, long Created, string? WriterUuid = null);
