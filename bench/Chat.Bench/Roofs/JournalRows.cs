using System.Security.Cryptography;

namespace Chat.Bench.Roofs;

/// <summary>The rows that a message path would write: many entities, rising numbers, 300-byte events.</summary>
internal sealed class JournalRows
{
    public const int BlobBytes = 300;
    public const string Manifest = "MQ";
    public const int SerializerId = 4711;

    private const int Entities = 1000;

    private readonly string[] _ids;
    private readonly long[] _numbers = new long[Entities];
    private int _next;

    public JournalRows(int writer)
    {
        _ids = [.. Enumerable.Range(0, Entities).Select(i => $"u/{i & 4095:x3}/w{writer}-{i}")];
        Blob = RandomNumberGenerator.GetBytes(BlobBytes);
    }

    public byte[] Blob { get; }

    public string Writer { get; } = Guid.NewGuid().ToString("N");

    public (string PersistenceId, long SequenceNumber) Next()
    {
        var entity = _next;
        _next = (_next + 1) % Entities;
        return (_ids[entity], ++_numbers[entity]);
    }
}
