using System.Runtime.Versioning;
using Chat.Bench.Commands;

// epoll, /proc and PostgreSQL's way of starting.
[assembly: SupportedOSPlatform("linux")]

return CommandTree.Create().Parse(args).Invoke();
