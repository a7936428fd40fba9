using Chat.Domain.Users;
using Chat.Protocol.Ids;

namespace Chat.Domain.History;

/// <summary>A message as history keeps it: a row of the table, made of a row of its owner's journal.</summary>
/// <param name="Peer">Of the owner, a user: with whom he speaks; null in the history of a group.</param>
/// <param name="At">Unix milliseconds.</param>
/// <param name="Device">It was sent from.</param>
/// <param name="Position">In the group's log, by which members see it; 0 in the history of a user.</param>
public sealed record HistoryEntry(
    UserId? Peer, MessageId MessageId, long At, UserId Sender, DeviceId Device, ClientMessageId ClientMessageId, MessageBody Body, long Position)
{
    /// <summary>What it takes in memory, roughly: bounds count it.</summary>
    public int Size => 200 + Body.Content.Length + (Body.MediaUrl?.Length ?? 0);
}
