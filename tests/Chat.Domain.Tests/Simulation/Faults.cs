namespace Chat.Domain.Tests.Simulation;

/// <summary>What goes wrong, and how often. Every seed draws its own, so that each stresses something else.</summary>
internal sealed class Faults
{
    /// <summary>Of messages between entities, and between edge and entities.</summary>
    public double Loss { get; init; }

    public double Duplicate { get; init; }

    /// <summary>Share of messages that are overtaken by others, and by how long.</summary>
    public double Late { get; init; }

    public int LateMs { get; init; } = 1;

    public double WriteFails { get; init; }

    /// <summary>Longest time of a write.</summary>
    public int WriteMs { get; init; } = 3;

    /// <summary>Longest time from a row being durable to its entity hearing of it.</summary>
    public int TellMs { get; init; } = 1;

    public static Faults None { get; } = new();

    public static Faults Draw(Random random) => new()
    {
        Loss = Pick(random, 0, 0, .02, .1, .3),
        Duplicate = Pick(random, 0, 0, .05, .2),
        Late = Pick(random, 0, .05, .3),
        LateMs = (int)Pick(random, 20, 300, 5_000, 30_000),
        WriteFails = Pick(random, 0, 0, .01, .05),
        WriteMs = (int)Pick(random, 2, 20, 300),
        TellMs = (int)Pick(random, 1, 10, 200),
    };

    private static double Pick(Random random, params double[] values) => values[random.Next(values.Length)];
}
