namespace Chat.Node.Tests.Connections.Harness;

/// <summary>Pauses are exactly as long as they are at least.</summary>
internal sealed class NoJitter : Random
{
    public override double NextDouble() => 0;
}
