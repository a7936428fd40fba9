namespace Chat.Domain.History;

/// <summary>Rows of a journal from one number to another, both included.</summary>
public readonly record struct HistoryStretch(long First, long Last);
