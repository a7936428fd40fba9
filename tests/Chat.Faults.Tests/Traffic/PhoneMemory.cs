using System.Text.Json.Nodes;

namespace Chat.Faults.Tests.Traffic;

/// <summary>What a phone with <c>sync</c> keeps of its streams: the epoch, and a position in each.</summary>
internal sealed class PhoneMemory
{
    private readonly Dictionary<string, long> _positions = [];
    private readonly HashSet<string> _unacknowledged = [];
    private Dictionary<string, long> _returned = [];

    public string? Epoch { get; set; }

    /// <summary>For the <c>auth</c> frame; null at the first time.</summary>
    public object? Resume()
    {
        _unacknowledged.Clear(); // what is returned says it
        _returned = new Dictionary<string, long>(_positions);
        return Epoch is null ? null : new { epoch = Epoch, positions = _returned };
    }

    /// <summary>Whether the phone had come back with a position beyond it.</summary>
    public bool IsBelowResume(string stream, long? seq) => seq <= _returned.GetValueOrDefault(stream);

    /// <summary>The server begins earlier, and has said so.</summary>
    public void NothingReturned() => _returned = [];

    public void Keep(JsonNode frame)
    {
        if ((string?)frame["stream"] is not { } stream || (long?)frame["seq"] is not { } seq) return;
        if (seq > _positions.GetValueOrDefault(stream)) _positions[stream] = seq;
        _unacknowledged.Add(stream);
    }

    /// <summary>Positions that have moved since the last time; null where none has.</summary>
    public Dictionary<string, long>? TakeNews()
    {
        if (_unacknowledged.Count == 0) return null;
        var news = _unacknowledged.ToDictionary(stream => stream, stream => _positions[stream]);
        _unacknowledged.Clear();
        return news;
    }
}
