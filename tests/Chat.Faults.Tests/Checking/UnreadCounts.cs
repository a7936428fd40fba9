using Chat.Faults.Tests.Traffic;

namespace Chat.Faults.Tests.Checking;

/// <summary>What a user has not read: messages of others, in all his conversations, beyond where he has read.</summary>
internal static class UnreadCounts
{
    public static int Of(Ledger ledger, string user) => ledger.Sends.Count(message =>
        message.MessageId is not null && message.Sender.User != user && Concerns(ledger, message.Conversation, user)
        && string.CompareOrdinal(message.MessageId, ledger.ReadMark(user, message.Conversation)) > 0);

    private static bool Concerns(Ledger ledger, Conversation conversation, string user) => conversation.IsGroup
        ? ledger.Cast.MembersOf(conversation.Id).Contains(user)
        : conversation.Id.Split('|').Contains(user);
}
