using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Chat.Node.Configuration;

internal static class SettingsHosting
{
    /// <summary>Reads and checks the section <c>Chat</c>, and registers it whole and by part.</summary>
    /// <exception cref="SettingsException">A mistake; see <see cref="StartupErrors"/>.</exception>
    public static ChatSettings AddChatSettings(this IHostApplicationBuilder builder)
    {
        var settings = SettingsReader.Read(builder.Configuration);
        builder.Services.AddSingleton(settings);
        builder.Services.TryAddSingleton(TimeProvider.System);
        return settings;
    }
}
