namespace SecUpIoT.Hosting.Tests;

/// <summary>Ends a test that would hang. It is never waited out in a test that passes.</summary>
internal static class Patience
{
    public static async Task<T> Soon<T>(this Task<T> task)
    {
        await ((Task)task).Soon();
        return await task;
    }

    public static async Task Soon(this Task task) => await task.WaitAsync(TimeSpan.FromSeconds(30));
}
