namespace Chat.Domain.History;

/// <summary>
/// Whether a user keeps history on the server, and since when he has it so. Groups are told; what they are told may come in any order, and
/// of two the later counts.
/// </summary>
/// <param name="At">Unix milliseconds, growing with every choice of the user; 0 where he has never chosen, and so keeps none.</param>
public readonly record struct HistoryChoice(bool On, long At)
{
    public bool IsLaterThan(in HistoryChoice other) => At > other.At;
}
