/* The least that can be done for sysctls: floor check FILE reads each key and compares, floor apply FILE writes and reads
   back those that hold something else. FILE has lines of a path and a number. Exits with 2 where something is not met. */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int holds(const char *path, const char *wanted) {
    char text[64];
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return 0;
    ssize_t count = read(file, text, sizeof text - 1);
    close(file);
    if (count < 1)
        return 0;
    text[count - 1] = 0;
    return !strcmp(text, wanted);
}

int main(int count, char **arguments) {
    char path[256], wanted[64];
    int unmet = 0;
    FILE *list = count == 3 ? fopen(arguments[2], "r") : NULL;
    if (!list)
        return 1;
    while (fscanf(list, "%255s %63s", path, wanted) == 2) {
        if (holds(path, wanted))
            continue;
        if (strcmp(arguments[1], "apply")) {
            unmet++;
            continue;
        }
        int file = open(path, O_WRONLY | O_CLOEXEC);
        if (file >= 0) {
            if (write(file, wanted, strlen(wanted)) < 0)
                unmet++;
            close(file);
        }
        unmet += !holds(path, wanted);
    }
    return unmet ? 2 : 0;
}
