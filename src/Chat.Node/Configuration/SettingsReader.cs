using System.ComponentModel;

namespace Chat.Node.Configuration;

/// <summary>
/// From configuration to <see cref="ChatSettings"/>. A misspelt key or an unreadable value is a mistake, never a silent default: a
/// wrong <c>Chat__Auth__Audience</c> must not leave the audience unchecked.
/// </summary>
internal static class SettingsReader
{
    public const string Section = "Chat";

    /// <exception cref="SettingsException">All mistakes that were found.</exception>
    public static ChatSettings Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(Section);
        ThrowIfAny([.. section.GetChildren().SelectMany(child => MistakesIn(child, ""))]);
        var settings = section.Get<ChatSettings>() ?? new ChatSettings();
        ThrowIfAny([.. SettingsRules.MistakesIn(settings)]);
        return settings;
    }

    private static void ThrowIfAny(IReadOnlyList<string> mistakes)
    {
        if (mistakes.Count > 0)
            throw new SettingsException(mistakes);
    }

    private static IEnumerable<string> MistakesIn(IConfigurationSection section, string prefix)
    {
        var path = prefix + section.Key;
        if (Find(path) is { } key)
        {
            if (MistakeIn(key, section) is { } mistake)
                yield return SettingsException.LineOf(AsListed(path) == path ? key.Path : path, mistake);
        }
        else if (IsPrefix(path))
        {
            if (!string.IsNullOrEmpty(section.Value))
                yield return SettingsException.LineOf(path, "a section or a list of sections, not a value.");
            foreach (var line in section.GetChildren().SelectMany(child => MistakesIn(child, path + ":")))
                yield return line;
        }
        else
        {
            var nearest = SettingsKeys.All.MinBy(known => Distance(known.Path.ToUpperInvariant(), path.ToUpperInvariant()));
            yield return SettingsException.LineOf(path, $"there is no such key; did you mean {nearest!.Variable}?");
        }
    }

    private static SettingsKey? Find(string path) =>
        SettingsKeys.All.FirstOrDefault(key => string.Equals(key.Path, AsListed(path), StringComparison.OrdinalIgnoreCase));

    private static bool IsPrefix(string path) =>
        SettingsKeys.All.Any(key => key.Path.StartsWith(AsListed(path) + ":", StringComparison.OrdinalIgnoreCase));

    /// <summary>The keys know the first entry of a list; the others are like it.</summary>
    private static string AsListed(string path) => string.Join(':', path.Split(':').Select(part => part.Length > 0 && part.All(char.IsAsciiDigit) ? "0" : part));

    private static string? MistakeIn(SettingsKey key, IConfigurationSection section)
    {
        var hasChildren = section.GetChildren().Any();
        if (key.IsList)
            return string.IsNullOrEmpty(section.Value) ? null : $"a list; write its entries as {key.Variable}__0, {key.Variable}__1, ….";
        if (hasChildren)
            return "a single value, not a section or list.";
        var type = Nullable.GetUnderlyingType(key.Type) ?? key.Type;
        var text = section.Value;
        if (text is null || type == typeof(string))
            return null;
        if (type.IsEnum)
            return Enum.GetNames(type).Contains(text, StringComparer.OrdinalIgnoreCase) ? null : $"'{text}' is none of {string.Join(", ", Enum.GetNames(type))}.";
        if (type == typeof(TimeSpan) && !text.Contains(':'))
            return $"'{text}' is not a period; write hh:mm:ss or days.hh:mm:ss.";
        return CanConvert(type, text) ? null : $"'{text}' is not {Describe(type)}.";
    }

    private static bool CanConvert(Type type, string text)
    {
        try
        {
            return TypeDescriptor.GetConverter(type).ConvertFromInvariantString(text) is not null;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or OverflowException or NotSupportedException)
        {
            return false;
        }
    }

    private static string Describe(Type type) =>
        type == typeof(bool) ? "true or false"
        : type == typeof(TimeSpan) ? "a period; write hh:mm:ss or days.hh:mm:ss"
        : type == typeof(int) || type == typeof(long) ? "a whole number in range"
        : $"a {type.Name}";

    /// <summary>Levenshtein's.</summary>
    private static int Distance(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + (one[i - 1] == other[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[^1];
    }
}
