namespace Chat.Protocol.Ids;

/// <summary>The name of a 1:1 conversation on the wire: <c>conv_A_B</c>, the two user ids in ordinal order.</summary>
public readonly record struct ConversationId(string Value)
{
    public static ConversationId Between(UserId one, UserId other) =>
        new(one <= other ? $"conv_{one.Value}_{other.Value}" : $"conv_{other.Value}_{one.Value}");

    public override string ToString() => Value;
}
