namespace Chat.Bench.Journals;

/// <summary>An event of which the journal must not know more than its bytes.</summary>
internal sealed record LoadEvent(byte[] Bytes);

/// <summary>A snapshot likewise.</summary>
internal sealed record StateSnapshot(byte[] Bytes);
