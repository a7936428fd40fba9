namespace Chat.Faults.Tests.Checking;

/// <summary>A promise that was not kept, with the messages whose whole story tells how.</summary>
internal sealed record Violation(string Rule, string What, params SentMessage[] Messages)
{
    public override string ToString() => string.Join('\n', Messages.Select(m => m.Story()).Prepend($"  {Rule}: {What}"));
}
