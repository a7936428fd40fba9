using System.Collections;
using System.Reflection;

namespace Chat.Node.Configuration;

/// <summary>One key of the configuration.</summary>
/// <param name="Path">Below <c>Chat</c>: <c>Auth:SigningKey</c>. In a list of sections it is that of the first: <c>Database:Others:0:Slots</c>.</param>
internal sealed record SettingsKey(string Path, Type Type, object? Default, Func<ChatSettings, object?> ValueIn)
{
    public bool IsList => Type != typeof(string) && typeof(IEnumerable).IsAssignableFrom(Type);

    /// <summary>As an environment variable.</summary>
    public string Variable => $"Chat__{Path.Replace(":", "__")}";

    /// <summary>As docs/configuration.md writes it.</summary>
    public string DefaultText => Default switch
    {
        null or "" => "(empty)",
        bool value => value ? "true" : "false",
        TimeSpan value => value.ToString("c"),
        string value => value,
        IEnumerable => "(none)",
        var value => value.ToString()!,
    };
}

/// <summary>Every key, read out of <see cref="ChatSettings"/> itself: validation, documentation and code cannot drift apart.</summary>
internal static class SettingsKeys
{
    public static IReadOnlyList<SettingsKey> All { get; } = [.. Below(typeof(ChatSettings), new ChatSettings(), "", settings => settings)];

    private static IEnumerable<SettingsKey> Below(Type type, object defaults, string prefix, Func<ChatSettings, object?> owner)
    {
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.GetIndexParameters().Length == 0))
        {
            var path = prefix + property.Name;
            var value = property.GetValue(defaults);
            object? Read(ChatSettings settings) => property.GetValue(owner(settings));
            if (ElementOf(property.PropertyType) is { } element)
            {
                // What the entries themselves hold is for the rules to look at; here it is which keys there are.
                foreach (var key in Below(element, Activator.CreateInstance(element)!, path + ":0:", _ => Activator.CreateInstance(element)!))
                    yield return key;
            }
            else if (IsSection(property.PropertyType))
            {
                foreach (var key in Below(property.PropertyType, value!, path + ":", Read))
                    yield return key;
            }
            else if (property.CanWrite)
            {
                yield return new SettingsKey(path, property.PropertyType, value, Read);
            }
        }
    }

    /// <summary>Of a list of sections; null for everything else.</summary>
    private static Type? ElementOf(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) && IsSection(type.GenericTypeArguments[0]) ? type.GenericTypeArguments[0] : null;

    private static bool IsSection(Type type) =>
        type.IsClass && type != typeof(string) && type.Namespace?.StartsWith("Chat.", StringComparison.Ordinal) == true;
}
