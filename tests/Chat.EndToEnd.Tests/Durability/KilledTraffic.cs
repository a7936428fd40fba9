using Chat.EndToEnd.Tests.Harness;

namespace Chat.EndToEnd.Tests.Durability;

/// <summary>Traffic that goes on whatever happens to its node, and knows afterwards whether everything acked has come to its end.</summary>
internal abstract class KilledTraffic
{
    /// <summary>Acked since the beginning.</summary>
    public abstract int Acked { get; }

    /// <summary>How many are acked between a start and the kill that follows it, at least.</summary>
    public abstract int BeforeKill { get; }

    /// <summary>What a run has shown, for the output.</summary>
    public virtual string Outcome => "none lost, doubled or out of order";

    public virtual (string Key, string Value)[] Settings => [];

    /// <summary>On the first node, before any traffic.</summary>
    public virtual Task PrepareAsync(NodeProcess node) => Task.CompletedTask;

    /// <summary>All sides, until told to stop.</summary>
    public abstract Task DriveAsync(NodeProcess node, CancellationToken stop);

    public abstract void StopSending();

    /// <summary>All acked, and all acked received.</summary>
    public abstract bool IsDone { get; }

    /// <summary>What is still awaited, for the message of a test that waited in vain.</summary>
    public virtual string Missing => "";

    public abstract Task VerifyAsync(NodeProcess node);
}
