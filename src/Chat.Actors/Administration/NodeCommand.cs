using System.Collections.Immutable;

namespace Chat.Actors.Administration;

/// <summary>What nodes ask each other on behalf of an operator; answered to the sender.</summary>
public interface IAdminMessage;

/// <summary>Run a command line as if it had been given to your own command host. Answered by <see cref="NodeLines"/>; not repeated.</summary>
/// <param name="Session">With <paramref name="User"/> and <paramref name="From"/>: who has asked, for the log.</param>
public sealed record NodeCommand(string Line, string Session, string User, string From) : IAdminMessage;

/// <param name="Data">To each line its fields as JSON, or empty.</param>
/// <param name="Error">Kind of failure; empty where it was done.</param>
/// <param name="ErrorText">What there is to say of it.</param>
public sealed record NodeLines(ImmutableArray<string> Lines, ImmutableArray<string> Data, string Error, string ErrorText) : IAdminMessage;

/// <summary>How are you? Answered by <see cref="NodeFigures"/> once it has been measured for so long.</summary>
/// <param name="Milliseconds">Of measuring rates.</param>
public sealed record AskFigures(int Milliseconds) : IAdminMessage;
