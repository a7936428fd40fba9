using System.Diagnostics.Metrics;

namespace Chat.Actors.Users;

/// <summary>What the users' entities of the node do, as instruments of the meter <c>Chat.Users</c>.</summary>
internal static class UserMetrics
{
    private static readonly Meter Meter = new("Chat.Users");

    public static readonly Counter<int> Claims = Meter.CreateCounter<int>(
        "chat.users.claims", "{event}", "Incarnations that claimed their numbers in the journal before a device was attached (R2).");

    public static readonly Counter<int> Expired = Meter.CreateCounter<int>(
        "chat.users.expired", "{entry}", "Messages and echoes that were older than the retention before every device had them.");
}
