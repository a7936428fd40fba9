using Chat.Faults.Tests.Checking;
using Chat.Faults.Tests.Running;

namespace Chat.Faults.Tests.Traffic;

/// <summary>What all phones share.</summary>
internal sealed class PhoneWorld(Ledger ledger, PresenceBook presence, RunClock clock, Uri address)
{
    public Ledger Ledger => ledger;

    public PresenceBook Presence => presence;

    public RunClock Clock => clock;

    public Uri Address => address;

    /// <summary>Whether people write, and leave for a while.</summary>
    public bool IsLively { get; set; }

    /// <summary>Phones with a connection of an earlier round say goodbye and come again.</summary>
    public int Round { get; set; }

    /// <summary>Users whose devices have vanished, without a goodbye, until taken out again.</summary>
    public HashSet<string> Lost { get; } = [];

    /// <summary>Connections that were made, frames that came in.</summary>
    public int Connections { get; set; }

    public int Frames { get; set; }
}
