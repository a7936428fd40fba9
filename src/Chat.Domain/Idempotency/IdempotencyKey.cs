using System.Buffers.Binary;
using System.IO.Hashing;
using System.Security.Cryptography;
using System.Text;
using Chat.Domain.Users;
using Chat.Protocol.Ids;

namespace Chat.Domain.Idempotency;

/// <summary>What makes two sends the same send (M4): a key of sender, device and <c>client_message_id</c>, and a fingerprint of what is said.</summary>
public static class IdempotencyKey
{
    // A client chooses two of the three parts, so the key is cut from a hash for which nobody can construct a twin.
    public static UInt128 OfSend(UserId sender, DeviceId device, ClientMessageId clientMessageId) =>
        Hash(sender.Value, device.Value, clientMessageId.Value);

    /// <summary>An echo comes from an entity, which repeats it until it is confirmed; its message id says which it is.</summary>
    public static UInt128 OfEcho(MessageId messageId) => Hash("echo", "", messageId.ToString());

    /// <param name="receiver">Id of the user or group.</param>
    /// <summary>The fingerprint: a collision would only let a sender mistake one of his own texts for another.</summary>
    public static ulong Fingerprint(string receiver, MessageBody body)
    {
        var hash = new XxHash64();
        Append(hash, receiver);
        Append(hash, body.Content);
        Append(hash, body.MediaUrl ?? "");
        Append(hash, body.ReplyTo?.ToString() ?? "");
        return hash.GetCurrentHashAsUInt64();
    }

    private static UInt128 Hash(string first, string second, string third)
    {
        Span<byte> text = stackalloc byte[1024];
        var length = 0;
        foreach (var part in (ReadOnlySpan<string>)[first, second, third])
        {
            var written = Encoding.UTF8.GetBytes(part, text[(length + 2)..]);
            BinaryPrimitives.WriteUInt16LittleEndian(text[length..], (ushort)written); // lengths keep "ab"+"c" apart from "a"+"bc"
            length += 2 + written;
        }

        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text[..length], digest);
        return BinaryPrimitives.ReadUInt128LittleEndian(digest);
    }

    private static void Append(XxHash64 hash, string part)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, part.Length);
        hash.Append(length);
        hash.Append(System.Runtime.InteropServices.MemoryMarshal.AsBytes(part.AsSpan()));
    }
}
