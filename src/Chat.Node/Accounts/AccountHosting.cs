using Chat.Node.Accounts.Sessions;
using Chat.Node.Configuration;
using Chat.Node.Connections;
using Chat.Node.Connections.Handshake;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Chat.Node.Accounts;

internal static class AccountHosting
{
    /// <summary>
    /// Accounts and sessions; after <c>AddTokens</c> and <c>AddUsers</c>. Needs <c>IEntities</c> and <c>IConnectionRegistry</c> from
    /// whoever hosts the actors and the sockets.
    /// </summary>
    public static void AddAccounts(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.TryAddSingleton<EntityRequests>();
        services.AddSingleton<AccountStore>();
        services.AddSingleton<Passwords>();
        services.TryAddSingleton(provider => new ClientAddresses(provider.GetRequiredService<ChatSettings>().Limits));
        services.AddSingleton<SignInGuard>();
        services.AddSingleton<SessionStore>();
        services.AddSingleton<Registration>();
        services.AddSingleton<SignIn>();
        services.AddSingleton<RevocationDelivery>();
        services.AddHostedService(provider => provider.GetRequiredService<RevocationDelivery>());
        services.AddHostedService<ExpiredSessions>();
    }
}
