using System.Runtime.InteropServices;

namespace Chat.Bench.Client;

/// <summary>
/// The kernel's readiness queue, called directly: one thread then serves 10,000 sockets without a thread-pool hop or an allocation per
/// event, which leaves the processor to the server under test.
/// </summary>
internal sealed unsafe partial class Epoll : IDisposable
{
    public const uint In = 0x1;
    public const uint Out = 0x4;

    private const int Add = 1;
    private const int Modify = 3;
    private const int EventsPerWait = 512;

    // struct epoll_event is packed on x64 only.
    private static readonly int Stride = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;
    private static readonly int DataOffset = Stride - 8;

    private readonly int _handle;
    private readonly byte* _events;
    private bool _coarse;

    public Epoll()
    {
        _handle = epoll_create1(0x80000);
        if (_handle < 0)
            throw new InvalidOperationException($"epoll_create1 failed with errno {Marshal.GetLastPInvokeError()}.");
        _events = (byte*)NativeMemory.AllocZeroed((nuint)(EventsPerWait * Stride));
    }

    public void Watch(int socket, int id, uint events) => Control(Add, socket, id, events);

    public void Rewatch(int socket, int id, uint events) => Control(Modify, socket, id, events);

    /// <summary>Waits for readiness; how many events <see cref="Id"/> and <see cref="Events"/> then hold.</summary>
    public int Wait(long nanoseconds)
    {
        nanoseconds = Math.Max(0, nanoseconds);
        if (!_coarse)
        {
            try
            {
                var time = new Timespec { Seconds = (nint)(nanoseconds / Clock.Second), Nanoseconds = (nint)(nanoseconds % Clock.Second) };
                return Math.Max(0, epoll_pwait2(_handle, _events, EventsPerWait, &time, null));
            }
            catch (EntryPointNotFoundException)
            {
                _coarse = true; // glibc before 2.35: timers are then good to a millisecond only
            }
        }

        return Math.Max(0, epoll_wait(_handle, _events, EventsPerWait, (int)((nanoseconds + Clock.Millisecond - 1) / Clock.Millisecond)));
    }

    public int Id(int index) => (int)*(long*)(_events + index * Stride + DataOffset);

    public uint Events(int index) => *(uint*)(_events + index * Stride);

    public void Dispose()
    {
        NativeMemory.Free(_events);
        _ = close(_handle);
    }

    private void Control(int operation, int socket, int id, uint events)
    {
        var item = stackalloc byte[16];
        *(uint*)item = events;
        *(long*)(item + DataOffset) = id;
        if (epoll_ctl(_handle, operation, socket, item) != 0)
            throw new InvalidOperationException($"epoll_ctl failed with errno {Marshal.GetLastPInvokeError()}.");
    }

    private struct Timespec
    {
        public nint Seconds;
        public nint Nanoseconds;
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_create1(int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_ctl(int epoll, int operation, int socket, void* item);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_wait(int epoll, void* events, int count, int milliseconds);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_pwait2(int epoll, void* events, int count, void* timeout, void* signals);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int close(int handle);
}
