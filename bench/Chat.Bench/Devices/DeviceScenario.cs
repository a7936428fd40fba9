namespace Chat.Bench.Devices;

internal enum DeviceScenario
{
    /// <summary>A device that was away for a full inbox, while others chat.</summary>
    CatchUp,

    /// <summary>A user of many groups who comes back, and some of them have news.</summary>
    Groups,
}
