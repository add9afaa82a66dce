using Xunit;

namespace CrashTests.Support;

/// <summary>A test on a full disk; skipped, visibly, where no file system can be mounted.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TmpfsTheoryAttribute : TheoryAttribute
{
    public TmpfsTheoryAttribute()
    {
        var folder = TestFolder.Create();
        using (var probe = Tmpfs.TryMount(folder.Root, 1))
            if (probe is null) Skip = "Mounting a tmpfs is refused here: run as root to fill a disk.";
        folder.Delete();
    }
}
