namespace Chat.Node.Users;

internal static class UserHosting
{
    public static void AddUsers(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<UserEntity>();
        builder.Services.AddSingleton<ProfileStore>();
        builder.Services.AddSingleton<HandleSearch>();
    }
}
