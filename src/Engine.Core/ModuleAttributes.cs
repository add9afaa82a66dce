using System.Runtime.CompilerServices;

// Large frames (payloads of 128 bytes by value) would be zeroed at each call. The compiler sees to it that nothing is
// read before it is written; memory of stackalloc is cleared where it matters.
[module: SkipLocalsInit]
