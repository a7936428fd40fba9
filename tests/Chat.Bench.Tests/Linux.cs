using System.Runtime.Versioning;

// As the load generator itself: epoll and /proc.
[assembly: SupportedOSPlatform("linux")]
