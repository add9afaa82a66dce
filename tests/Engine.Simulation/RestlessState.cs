using System.Runtime.InteropServices;

namespace Engine.Simulation;

[StructLayout(LayoutKind.Explicit, Size = 16)]
internal struct RestlessState
{
    [FieldOffset(0)] public long Calls;
    [FieldOffset(8)] public long Timers;
}
