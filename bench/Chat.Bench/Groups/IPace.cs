namespace Chat.Bench.Groups;

/// <summary>When the members of a crowd write.</summary>
internal interface IPace
{
    Crowd Crowd { get; }

    void Start();

    /// <summary>Nothing more is sent; what is under way is still answered.</summary>
    void Stop();
}
