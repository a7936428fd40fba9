using Chat.Protocol.Schema.Remoting;
using Google.Protobuf;

namespace Chat.Actors.Tests.Serialization;

internal static partial class Samples
{
    private static IEnumerable<(string Name, object Value)> Batches =>
    [
        ("NodeBatch", new NodeBatch
        {
            From = -1_234_567_890,
            To = 1_234_567_891,
            Number = 4711,
            Items =
            {
                new BatchItem { Connections = { 77, 78 }, Serializer = 1003, Manifest = "pc", Message = ByteString.CopyFrom(1, 2, 3) },
                new BatchItem { Serializer = 1002, Manifest = "sm", Message = ByteString.CopyFrom(4) },
            },
        }),
        ("NodeBatch.empty", new NodeBatch()),
        ("BatchesTaken", new BatchesTaken { By = -1_234_567_890, UpTo = 4712 }),
        ("BatchesTaken.closing", new BatchesTaken { By = 1, Closing = true }),
    ];
}
