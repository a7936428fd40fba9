using Chat.Bench.Client;

namespace Chat.Bench.Workloads;

/// <summary>What a schedule has to know of whoever sends.</summary>
internal interface IPacedSender
{
    Connection Sender { get; }

    /// <summary>False while its connection is gone, or told to go: what is due waits.</summary>
    bool MaySend => Sender.IsOpen;

    /// <summary>Sent and not yet acked.</summary>
    int InFlight { get; }

    /// <summary>Intended times of messages that wait because too many are unacked.</summary>
    Queue<long>? Held { get; set; }
}
