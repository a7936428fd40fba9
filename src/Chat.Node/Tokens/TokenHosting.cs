using Chat.Node.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Chat.Node.Tokens;

internal static class TokenHosting
{
    /// <summary>Issuing and validating tokens; after <c>AddChatSettings</c> and <c>AddChatDatabases</c>.</summary>
    /// <exception cref="SettingsException">The signing key cannot be made or read.</exception>
    public static void AddTokens(this IHostApplicationBuilder builder, ChatSettings settings)
    {
        var services = builder.Services;
        services.TryAddSingleton<IRandomness, CryptographicRandomness>();
        services.AddSingleton(SigningKey.Load(settings));
        services.AddSingleton<TokenIssuer>();
        services.AddSingleton<Revocations>();
        services.AddSingleton<IRevocations>(provider => provider.GetRequiredService<Revocations>());
        services.AddSingleton<ITokenValidator>(provider => new TokenValidator(
            settings, provider.GetRequiredService<SigningKey>(), provider.GetRequiredService<TimeProvider>(), provider.GetService<ExternalKeys>()));
        if (!HasExternalIssuer(settings.Auth))
            return;
        services.TryAddSingleton<IJwksSource>(_ => new JwksSource(JwksSource.CreateClient(), settings.Auth.JwksUri, settings.Auth.Issuer));
        services.AddSingleton<ExternalKeys>();
    }

    /// <summary>An issuer that is an address is asked for its keys; any other is only the <c>iss</c> that tokens carry.</summary>
    internal static bool HasExternalIssuer(AuthSettings auth) => auth.JwksUri.Length > 0 || SettingsRules.IsHttp(auth.Issuer);
}
