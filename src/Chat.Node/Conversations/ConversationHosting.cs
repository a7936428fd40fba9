namespace Chat.Node.Conversations;

internal static class ConversationHosting
{
    public static void AddConversations(this IHostApplicationBuilder builder) => builder.Services.AddSingleton<ConversationList>();
}
