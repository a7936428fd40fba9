using Chat.Admin;

return await AdminClient.RunAsync(args, Environment.GetEnvironmentVariable);
